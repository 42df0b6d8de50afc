import { describe, expect, it } from 'vitest'
import { canonicalJson } from '#protocol/json'
import { parseDefinition } from './definition.ts'
import { checkDefinition, draftManifest, warningsOf } from './draft-manifest.ts'
import { drawElectionKeys, publicKeysOf } from '../../keys/election-keys.ts'

const NOW = new Date('2026-05-01T08:00:00Z')
const plain = {
  election: 'board-2026',
  title: 'Board',
  closes: '2026-05-02T08:00:00Z',
  contests: [
    { id: 'chair', title: 'Chair', method: 'plurality', options: options('ada', 'bob') },
    {
      id: 'seats',
      title: { de: 'Sitze' },
      method: 'plurality',
      seats: 2,
      options: options('cem', 'dia', 'eva'),
    },
    { id: 'plans', title: 'Plans', method: 'approval', options: options('x', 'y', 'z') },
  ],
}

function options(...ids: string[]): { id: string; title: string }[] {
  return ids.map((id) => ({ id, title: id }))
}

function check(definition: object): void {
  checkDefinition(parseDefinition(definition), 'https://vote.example', NOW)
}

describe('a definition', () => {
  it('needs little: the rest has sensible values', () => {
    expect(parseDefinition(plain)).toMatchObject({
      title: { en: 'Board' },
      acceptUntil: plain.closes,
      publish: { everySeconds: 1, atLeast: 1 },
      recast: 'last',
      groups: [{ id: 'all', weight: 1, contests: ['chair', 'seats', 'plans'] }],
      contests: [
        { id: 'chair', seats: 1, maxSelections: 1, ties: ['ada', 'bob'], order: 'fixed' },
        { title: { de: 'Sitze' }, seats: 2, maxSelections: 2 },
        { seats: 1, maxSelections: 3 },
      ],
    })
  })

  it('lets voters rank every option, and score up to what is usual', () => {
    const of = (method: string): object => ({ id: method, title: method, method, options: options('a', 'b') })
    const { contests } = parseDefinition({ ...plain, contests: ['irv', 'star', 'score'].map(of) })
    expect(contests).toMatchObject([
      { method: 'irv', seats: 1, maxSelections: 2 },
      { maxSelections: 2, maxScore: 5 },
      { maxSelections: 2, maxScore: 10 },
    ])
    expect(contests[0]).not.toHaveProperty('maxScore')
  })

  it('that is complete stays as it is', () => {
    const complete = parseDefinition(plain)
    expect(canonicalJson(parseDefinition(complete))).toBe(canonicalJson(complete))
  })

  it('becomes a manifest that opens when it is opened, or when it says', async () => {
    const keys = publicKeysOf(await drawElectionKeys(['all']))
    const origin = 'https://vote.example'
    expect(draftManifest(parseDefinition(plain), keys, origin, NOW)).toMatchObject({
      opens: '2026-05-01T08:00:00Z',
      registrars: [{ id: 'main', url: origin }],
      quorum: 1,
      origins: [origin],
    })
    const later = parseDefinition({ ...plain, opens: '2026-05-01T10:00:00Z' })
    expect(draftManifest(later, keys, origin, NOW).opens).toBe('2026-05-01T10:00:00Z')
  })

  it.each([
    ['definition.closes is missing', { ...plain, closes: undefined }],
    ['definition has an unknown member "close"', { ...plain, close: plain.closes }],
    [
      'definition.contests[0].options[0] has an unknown member "name"',
      contest({ options: [{ id: 'a', name: 'A' }] }),
    ],
    ['definition.election is not an id', { ...plain, election: 'Board 2026' }],
    ['definition.closes is not a UTC time such as 2026-05-01T18:00:00Z', { ...plain, closes: 'tomorrow' }],
    ['chair has more seats than options', contest({ seats: 3 })],
    ['irv fills one seat', contest({ method: 'irv', seats: 2 })],
    ['manifest.contests[0].method must be plurality or approval', contest({ method: 'ranked' })],
    ['no group votes in plans', { ...plain, groups: [{ id: 'x', contests: ['chair', 'seats'] }] }],
    ['a ballot of this election could have more than 32768 bytes', contest(verbose())],
    ['group x has an unknown contest', { ...plain, groups: [{ id: 'x', contests: ['mayor'] }] }],
    [
      'opens must be before closes, and closes not after acceptUntil',
      { ...plain, acceptUntil: '2026-05-01T09:00:00Z' },
    ],
    ['definition.contests repeats an id', { ...plain, contests: [plain.contests[0], plain.contests[0]] }],
  ])('is refused when %s', (detail, definition) => {
    const given = JSON.parse(JSON.stringify(definition)) as object
    expect(() => check(given)).toThrow(detail)
  })

  it.each([[{ ...plain, results: 'sealed' }], [{ ...plain, eligibility: 'open' }]])(
    'says "not yet" to what a later version will have',
    (definition) => {
      expect(() => check(definition)).toThrow(expect.objectContaining({ code: 'unsupported' }))
    },
  )
})

function contest(members: object): object {
  return { ...plain, contests: [{ ...plain.contests[0], ...members }] }
}

/** A thousand options of the longest ids, all of which a voter may choose. */
function verbose(): object {
  const ids = Array.from({ length: 1000 }, (_, index) => `${'a'.repeat(59)}${1000 + index}`)
  return { method: 'approval', options: ids.map((id) => ({ id, title: id })), maxSelections: 1000 }
}

describe('warnings', () => {
  const groups = [
    { id: 'many', contests: ['chair'] },
    { id: 'few', contests: ['chair', 'seats'] },
  ]
  const definition = parseDefinition({ ...plain, groups })

  it('name a group of fewer than ten voters', () => {
    const warnings = warningsOf(definition, { many: 10, few: 9 })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('Group "few" has fewer than 10 voters')
  })
})
