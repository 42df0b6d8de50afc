import { ownMember } from '#protocol/decode'
import type { BallotBody } from '#protocol/formats/ballot'
import type { Group, Manifest } from '#protocol/formats/manifest'
import { countedBallots } from './counted-ballots.ts'
import type { BallotStore } from './read-ballots.ts'
import type { Snapshot } from './snapshot.ts'
import { voteCell } from './vote-cell.ts'

/** RFC 4180. */
const END = '\r\n'

/**
 * One row for each ballot that counts: its name in the log, group and weight, and what it chose in each contest. Every cell is
 * made of ids, which begin with a letter and hold no comma, or of digits: nothing needs quoting, and a spreadsheet takes none
 * of it for a formula.
 */
export async function* exportCsv(snapshot: Snapshot, store: BallotStore): AsyncGenerator<string> {
  const manifest = snapshot.live.manifest.body
  yield ['ballot', 'group', 'weight', ...manifest.contests.map(({ id }) => id)].join(',') + END
  for await (const { _id, body } of countedBallots(snapshot, store))
    yield [_id, ...cells(body, manifest)].join(',') + END
}

function cells({ credential, votes }: BallotBody, { groups, contests }: Manifest): (string | number)[] {
  const group: Group | undefined = groups.find(({ id }) => id === credential.group)
  return [
    credential.group,
    group?.weight ?? 0,
    ...contests.map(({ id, method }) => {
      const vote = ownMember(votes, id)
      return vote === undefined ? '' : voteCell(vote, method)
    }),
  ]
}
