import type { Dice } from '../dice.ts'
import type { Target } from './addresses.ts'
import { PROTOTYPE_NAMES } from './bodies.ts'

type Patch = Readonly<Record<string, unknown>>

/** A ballot of the right shape whose signatures are chance, with a trick of CouchDB's or of forgers on top. */
export function strangeBallot(dice: Dice, { election, manifestHash }: Target): Patch {
  const base64url = (bytes: number): string => dice.bytes(bytes).toString('base64url')
  const signatures = [{ registrar: 'main', signature: base64url(256) }]
  const credential = { group: 'all', key: base64url(32), signatures }
  const body = { v: 1, election, manifest: manifestHash, credential, sequence: 0, votes: { chair: ['ada'] } }
  const ballot = { _id: `ballot:${base64url(32)}`, _deleted: false, body, signature: base64url(64) }
  return { ...ballot, ...dice.pick(trickPatches(dice, body)) }
}

function trickPatches(dice: Dice, body: Patch): readonly Patch[] {
  const credential = body['credential'] as Patch
  return [
    {},
    { _deleted: true },
    { _attachments: { 'a.txt': { content_type: 'text/plain', data: 'aGk=' } } },
    { _revisions: { start: 1e9, ids: ['a'] } },
    { _rev: `${dice.integer(1, 9)}-${'a'.repeat(32)}` },
    {
      _id: dice.pick([
        '_design/a',
        '_local/a',
        '_security',
        'manifest:x',
        'head:x',
        '',
        '__proto__',
        'ballot:',
      ]),
    },
    { [dice.pick(PROTOTYPE_NAMES)]: { _id: 'x' } },
    { body: { ...body, sequence: dice.pick([100, -1, 1e21, '0']) } },
    { body: { ...body, votes: { [dice.pick(PROTOTYPE_NAMES)]: ['ada'] } } },
    { body: { ...body, votes: { chair: Array.from({ length: 1_000 }, (_, index) => `o${index}`) } } },
    { body: { ...body, credential: { ...credential, key: 'A'.repeat(43) } } },
    { body: { ...body, credential: { ...credential, signatures: [] } } },
    { body: { ...body, sealed: { scheme: 'x', enc: '', ct: '' } } },
    { body: { ...body, election: dice.pick(['other', '../control', 'registry', '__proto__']) } },
    { body: dice.pick([null, [], 'x', 0]) },
    { signature: '' },
  ]
}

const DEFINITION = {
  election: 'hostile',
  title: 'Hostile',
  closes: '2999-01-01T00:00:00Z',
  contests: [
    {
      id: 'chair',
      title: 'Chair',
      method: 'plurality',
      options: [
        { id: 'a', title: 'A' },
        { id: 'b', title: 'B' },
      ],
    },
  ],
}

/** An election that nobody could open: each has one thing that is wrong. */
export function hostileDefinition(dice: Dice): Patch {
  const [contest] = DEFINITION.contests
  const wrong: readonly Patch[] = [
    {
      election: dice.pick([
        '../control',
        '__proto__',
        '',
        'A',
        'a b',
        '_replicator',
        'a'.repeat(64),
        'a%00',
        '-a',
      ]),
    },
    { title: dice.pick([5, null, [], { en: 5 }, { '': '' }]) },
    { closes: dice.pick(['yesterday', '2999-13-01T00:00:00Z', 5, '', '2999-01-01']) },
    { contests: dice.pick<unknown>([[], {}, 'chair', [null], [{}], [contest, contest]]) },
    { contests: [{ ...contest, seats: dice.pick([0, -1, 1.5, 1e9, '1']) }] },
    { contests: [{ ...contest, method: dice.pick(['__proto__', 'constructor', '', 5, 'sealed']) }] },
    { contests: [{ ...contest, options: dice.pick<unknown>([[], null, [{ id: '../a', title: 'A' }]]) }] },
    { groups: dice.pick<unknown>([[], [{ id: 'all', weight: -1, contests: ['chair'] }], 'all']) },
    { recast: dice.pick(['never', 5, '__proto__']) },
    { [dice.pick(PROTOTYPE_NAMES)]: { election: 'x' } },
    { unknown: true },
  ]
  return { ...DEFINITION, ...dice.pick(wrong) }
}
