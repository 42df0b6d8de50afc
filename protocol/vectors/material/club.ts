import type { BallotBody, Votes } from '#protocol/formats/ballot'
import type { Contest, Manifest } from '#protocol/formats/manifest'
import { manifestHash, signManifest } from '#protocol/formats/manifest'
import { boardBody, headerOf, publicKey, registrarSignature, seedOf } from './election.ts'
import { modulusOf } from './rsa.ts'

const GROUPS = ['members', 'patrons'] as const

/** One contest for each method that is not plurality or approval. A patron's ballot weighs two. */
export const clubBody: Manifest = {
  ...boardBody,
  election: 'club-2026',
  title: { en: 'Club' },
  groups: GROUPS.map((id, index) => ({
    id,
    weight: index + 1,
    contests: ['captain', 'council', 'delegates', 'motto', 'place', 'song', 'tent', 'tour'],
  })),
  contests: [
    contest('captain', 'irv', { options: ['ann', 'ben', 'col', 'dot'] }),
    contest('council', 'stv-scottish', { seats: 2, options: ['ann', 'ben', 'col', 'dot', 'eve'] }),
    contest('delegates', 'stv-meek', { seats: 2, options: ['ann', 'ben', 'col', 'dot', 'eve'] }),
    contest('motto', 'schulze', { options: ['all', 'few', 'one'], order: 'random' }),
    contest('place', 'ranked-pairs', { options: ['hill', 'lake', 'sea', 'wood'], maxSelections: 3 }),
    contest('song', 'star', { options: ['jazz', 'pop', 'rock'], maxScore: 5 }),
    contest('tent', 'score', { seats: 2, options: ['blue', 'green', 'red'], maxScore: 9, maxSelections: 2 }),
    contest('tour', 'borda', { options: ['north', 'south', 'west'], order: 'rotated' }),
  ],
  registrars: [
    {
      id: 'main',
      url: 'https://main.example',
      sign: publicKey('club main'),
      keys: Object.fromEntries(GROUPS.map((group) => [group, modulusOf(`club/main/${group}`)])),
    },
  ],
  keys: {
    authority: publicKey('club authority'),
    log: publicKey('club log'),
    receipts: [{ id: 'gw', key: publicKey('club gw') }],
  },
}

export const club = signManifest(clubBody, seedOf('club authority'))

export const clubVotes: Votes = {
  captain: ['col', 'ann'],
  council: ['eve', 'ann', 'ben', 'dot', 'col'],
  delegates: ['ben'],
  motto: [['few', 'one'], 'all'],
  place: ['sea', ['hill', 'wood']],
  song: { jazz: 5, pop: 0 },
  tent: { blue: 9, red: 1 },
  tour: ['west', 'north', 'south'],
}

export function clubBallot(votes: Votes, group: (typeof GROUPS)[number] = 'members'): BallotBody {
  const key = publicKey('voter 1')
  const manifest = manifestHash(clubBody)
  const signature = registrarSignature({ rsa: `club/main/${group}`, manifest, group, key })
  const credential = { group, key, signatures: [{ registrar: 'main', signature }] }
  return { ...headerOf(club), credential, sequence: 0, votes }
}

function contest(
  id: string,
  method: Contest['method'],
  { options: ids, ...given }: Partial<Omit<Contest, 'options'>> & { readonly options: readonly string[] },
): Contest {
  const options = ids.map((option) => ({ id: option, title: { en: option } }))
  const usual = { seats: 1, maxSelections: ids.length, order: 'fixed', ties: ids } as const
  return { id, title: { en: id }, method, ...usual, ...given, options }
}
