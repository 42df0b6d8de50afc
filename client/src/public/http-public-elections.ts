import { id, localizedText, time } from '#protocol/decode'
import type { PublicElection, PublicElections } from './public-elections.ts'
import { FollowedElection } from './followed-election.ts'
import { readPhase } from './phase.ts'

const readTitle = localizedText(500)

/** @param base the server's origin, or '' for this page's own. */
export function httpPublicElections(base = ''): PublicElections {
  return {
    async list() {
      const response = await fetch(`${base}/api/elections`, { credentials: 'omit' })
      if (!response.ok) throw new Error(`the list of elections answered ${response.status}`)
      const { elections } = (await response.json()) as { elections?: unknown }
      return Array.isArray(elections) ? elections.map(readListed) : []
    },
    follow: (election) => new FollowedElection(base, election),
  }
}

/** Reads only the members it shows: a newer server may send more. */
function readListed(row: unknown): PublicElection {
  const { election, title, phase, opens, closes } = row as Record<string, unknown>
  return {
    election: id(election, 'election'),
    title: readTitle(title, 'title'),
    phase: readPhase(phase, 'phase'),
    opens: time(opens, 'opens'),
    closes: time(closes, 'closes'),
  }
}
