import type { Contest, Manifest } from '#protocol/formats/manifest'
import { signManifest } from '#protocol/formats/manifest'
import { clubBody } from './club.ts'
import { seedOf } from './election.ts'

const OPTIONS = ['ada', 'bea', 'cal', 'dan', 'eva']
const ORDER = ['dan', 'bea', 'eva', 'ada', 'cal']

/** What the club's contests leave out: `ties` in another order than the options, several seats, and as many as options. */
export const leagueBody: Manifest = {
  ...clubBody,
  election: 'league-2026',
  title: { en: 'League' },
  groups: clubBody.groups.map((group) => ({
    ...group,
    contests: [
      'board',
      'fund',
      'office',
      'only',
      'pair',
      'panel',
      'prize',
      'reform',
      'slogan',
      'trip',
      'venue',
    ],
  })),
  contests: [
    contest('reform', 'irv', 1),
    contest('only', 'irv', 1, ['ada']),
    contest('board', 'stv-scottish', 3),
    contest('pair', 'stv-scottish', 2, ['ada', 'bea']),
    contest('panel', 'stv-meek', 3),
    contest('office', 'stv-meek', 2, ['ada', 'bea']),
    contest('slogan', 'schulze', 3),
    contest('venue', 'ranked-pairs', 2),
    { ...contest('prize', 'star', 1), maxScore: 3 },
    { ...contest('fund', 'score', 2), maxScore: 3 },
    contest('trip', 'borda', 2),
  ],
}

export const league = signManifest(leagueBody, seedOf('club authority'))

function contest(id: string, method: Contest['method'], seats: number, ids = OPTIONS): Contest {
  return {
    id,
    title: { en: id },
    method,
    seats,
    maxSelections: ids.length,
    options: ids.map((option) => ({ id: option, title: { en: option } })),
    order: 'fixed',
    ties: ORDER.filter((option) => ids.includes(option)),
  }
}
