import { boardBody, coopBody, publicKey } from '../material/election.ts'
import { sided } from '../material/manifest.ts'
import type { Repeat } from '../material/repeat.ts'
import { expand } from '../material/repeat.ts'
import type { Path, Vector } from '../material/vector.ts'
import { anyCanonical, set } from '../material/vector.ts'
import { largestBallots } from './manifest-largest-ballot.ts'

/** Each limit of the manifest from both sides: the last value that is taken, the first that is refused. */
export function manifestLimits(): Vector[] {
  return [...numbers(), ...texts(), ...lists(), ...registrars(), ...bytes(), ...largestBallots()]
}

function numbers(): Vector[] {
  const contest = (name: string): Path => ['contests', 1, name]
  return [
    ...range(['groups', 0, 'weight'], 1, 1_000_000),
    ...range(['publish', 'everySeconds'], 1, 86_400),
    ...range(['publish', 'atLeast'], 1, 1_000_000),
    ...range(contest('seats'), 1, 4),
    ...range(contest('maxSelections'), 1, 4),
  ]
}

function range(path: Path, least: number, most: number): Vector[] {
  const name = path.filter((step) => typeof step === 'string').join('.')
  const values: [number, boolean][] = [
    [least - 1, false],
    [least, true],
    [most, true],
    [most + 1, false],
  ]
  return values.map(([value, valid]) => sided(`limit: ${name} ${value}`, set(boardBody, path, value), valid))
}

function texts(): Vector[] {
  const pairs: [string, Path, string, string][] = [
    ['title', ['title', 'en'], 'x'.repeat(500), 'x'.repeat(501)],
    ['title in UTF-16 units', ['title', 'en'], '🗳'.repeat(250), `${'🗳'.repeat(250)}x`],
    ['option title', ['contests', 0, 'options', 0, 'title', 'en'], 'x'.repeat(500), 'x'.repeat(501)],
    ['url', ['registrars', 0, 'url'], address(500), address(501)],
    [
      'origin',
      ['origins', 0],
      address(500).replaceAll('/a', '.a').slice(0, 500),
      `https://${'a'.repeat(493)}`,
    ],
    ['port', ['registrars', 0, 'url'], 'https://main.example:99999', 'https://main.example:100000'],
    ['year', ['opens'], '1970-01-01T00:00:00Z', '1969-12-31T23:59:59Z'],
    ['registrar', ['registrars', 0, 'id'], 'r'.repeat(63), 'r'.repeat(64)],
  ]
  const languages: [string, boolean][] = [
    ['de', true],
    ['deu', true],
    ['d', false],
    ['deut', false],
    ['de-ab', true],
    ['de-abcdefgh-12345678', true],
    ['de-a', false],
    ['de-abcdefghi', false],
    ['DE', false],
    ['de_AT', false],
  ]
  return [
    ...pairs.flatMap(([name, path, longest, longer]) => [
      sided(`limit: the longest ${name}`, set(boardBody, path, longest), true),
      sided(`limit: a longer ${name}`, set(boardBody, path, longer), false),
    ]),
    ...languages.map(([tag, valid]) =>
      sided(`limit: language ${tag}`, set(boardBody, ['title'], { [tag]: 'x' }), valid),
    ),
  ]
}

function address(length: number): string {
  return 'https://main.example'.padEnd(length, '/a')
}

function lists(): Vector[] {
  const [chair] = boardBody.contests
  const [registrar] = boardBody.registrars
  const modulus = registrar?.keys['all'] ?? ''
  const manyContests = set(
    set(boardBody, ['contests'], [{ ...chair, id: 'c$' }]),
    ['groups', 0, 'contests'],
    ['c$'],
  )
  const manyOptions = set(boardBody, ['contests', 0], {
    ...chair,
    options: [{ id: 'o$', title: { en: 'x' } }],
    ties: ['o$'],
  })
  const manyGroups = set(
    set(boardBody, ['groups'], [{ ...boardBody.groups[0], id: 'g$' }]),
    ['registrars', 0, 'keys'],
    { g$: `${modulus.slice(0, 100)}$${modulus.slice(105)}` },
  )
  const receipts = Array.from({ length: 101 }, (_, index) => ({
    id: `gw${index}`,
    key: publicKey(`gw ${index}`),
  }))
  return [
    sided('limit: 100 contests', manyContests, true, [
      { path: ['contests'], count: 100 },
      { path: ['groups', 0, 'contests'], count: 100 },
    ]),
    sided('limit: 101 contests, in two groups', inTwoGroups(manyContests, modulus), false, [
      { path: ['contests'], count: 101 },
      { path: ['groups', 0, 'contests'], count: 100 },
    ]),
    ...sizes('options', 1000, manyOptions, [
      ['contests', 0, 'options'],
      ['contests', 0, 'ties'],
    ]),
    ...sizes('groups', 100, manyGroups, [['groups'], ['registrars', 0, 'keys']]),
    ...sizes('origins', 20, set(boardBody, ['origins'], ['https://o$.example']), [['origins']]),
    sided('limit: 100 gateways', set(boardBody, ['keys', 'receipts'], receipts.slice(1)), true),
    sided('limit: 101 gateways', set(boardBody, ['keys', 'receipts'], receipts), false),
    sided('limit: no gateway', set(boardBody, ['keys', 'receipts'], []), false),
    sided('limit: no group', set(boardBody, ['groups'], []), false),
    sided('limit: no registrar', set(boardBody, ['registrars'], []), false),
    sided('limit: no option', set(boardBody, ['contests', 0, 'options'], []), false),
  ]
}

/** The contest that one group has no room for is another's. */
function inTwoGroups(body: object, modulus: string): object {
  const { groups } = body as { groups: unknown[] }
  const last = { id: 'last', weight: 1, contests: ['c00100'] }
  const keys = { all: modulus, last: `${modulus.slice(0, 9)}x${modulus.slice(10)}` }
  return set({ ...body, groups: [...groups, last] }, ['registrars', 0, 'keys'], keys)
}

function sizes(name: string, most: number, body: object, paths: Path[]): Vector[] {
  const of = (count: number): Repeat[] => paths.map((path) => ({ path, count }))
  return [
    sided(`limit: ${most} ${name}`, body, true, of(most)),
    sided(`limit: ${most + 1} ${name}`, body, false, of(most + 1)),
  ]
}

function registrars(): Vector[] {
  const [first] = boardBody.registrars
  const modulus = first?.keys['all'] ?? ''
  const many = (count: number): unknown =>
    Array.from({ length: count }, (_, index) => ({
      ...first,
      id: `r${index}`,
      sign: publicKey(`registrar ${index}`),
      keys: { all: `${modulus.slice(0, 100)}${String(index).padStart(2, '0')}${modulus.slice(102)}` },
    }))
  const body = (count: number, quorum: number): object =>
    set({ ...boardBody, quorum }, ['registrars'], many(count))
  return [
    sided('limit: 15 registrars', body(15, 8), true),
    sided('limit: 16 registrars', body(16, 9), false),
    sided('limit: a quorum of all', body(3, 3), true),
    sided('limit: a quorum of one more', body(3, 4), false),
    sided('limit: a quorum of just more than half', body(4, 3), true),
    sided('limit: a quorum of half', body(4, 2), false),
    sided('two registrars of one id', set(coopBody, ['registrars', 1, 'id'], 'alpha'), false),
    sided(
      'two registrars with one signing key',
      set(coopBody, ['registrars', 1, 'sign'], publicKey('coop alpha')),
      false,
    ),
  ]
}

const MILLION = 1_000_000
/** `"en-00000":"…",` */
const BYTES_OF_TITLE = 494

/** Exactly a million canonical bytes, and one more. */
function bytes(): Vector[] {
  const body = (rest: number): object => ({
    ...set(boardBody, ['contests', 0, 'title', 'en'], 'x'.repeat(rest)),
    title: { 'en-$': 'x'.repeat(480) },
  })
  const times = (count: number): Repeat[] => [{ path: ['title'], count }]
  const missing = MILLION - anyCanonical(expand(body(1), times(1))).length
  const repeat = times(1 + Math.floor(missing / BYTES_OF_TITLE))
  const rest = 1 + (missing % BYTES_OF_TITLE)
  return [
    sided('limit: a million bytes', body(rest), true, repeat),
    sided('limit: a million bytes and one', body(rest + 1), 'too-large', repeat),
  ]
}
