import { ownMember } from '#protocol/decode'
import type { BallotBody } from '#protocol/formats/ballot'
import type { Group, Manifest } from '#protocol/formats/manifest'
import { toBase64url } from '#protocol/bytes'
import type { BallotStore } from './read-ballots.ts'
import { readBallots } from './read-ballots.ts'
import type { Snapshot } from './snapshot.ts'

/** RFC 4180. */
const END = '\r\n'
const LEAVES_AT_ONCE = 1000

/**
 * One row for each ballot that counts: its name in the log, group and weight, and what it chose in each contest. Every cell is
 * made of ids, which begin with a letter and hold no comma, or of digits: nothing needs quoting, and a spreadsheet takes none
 * of it for a formula.
 */
export async function* exportCsv(snapshot: Snapshot, store: BallotStore): AsyncGenerator<string> {
  const manifest = snapshot.live.manifest.body
  const last = manifest.recast === 'last' ? await lastSequences(snapshot, store) : new Map<string, number>()
  yield ['ballot', 'group', 'weight', ...manifest.contests.map(({ id }) => id)].join(',') + END
  for await (const { _id, body } of loggedBallots(snapshot, store)) {
    const isLast = body.sequence === (last.get(body.credential.key) ?? 0)
    if (isLast) yield [_id, ...cells(body, manifest)].join(',') + END
  }
}

/** Of the keys that voted again: only they need remembering, and most voters vote once. */
async function lastSequences(snapshot: Snapshot, store: BallotStore): Promise<Map<string, number>> {
  const last = new Map<string, number>()
  for await (const { body } of loggedBallots(snapshot, store)) {
    const { key } = body.credential
    if (body.sequence > (last.get(key) ?? 0)) last.set(key, body.sequence)
  }
  return last
}

async function* loggedBallots({ live, size }: Snapshot, store: BallotStore) {
  for (let begin = 0; begin < size; begin += LEAVES_AT_ONCE) {
    const count = Math.min(LEAVES_AT_ONCE, size - begin)
    const leaves = Array.from({ length: count }, (_, offset) =>
      toBase64url(live.log.tree.leaf(begin + offset)),
    )
    yield* readBallots(store, leaves)
  }
}

function cells({ credential, votes }: BallotBody, { groups, contests }: Manifest): (string | number)[] {
  const group: Group | undefined = groups.find(({ id }) => id === credential.group)
  return [
    credential.group,
    group?.weight ?? 0,
    ...contests.map(({ id }) => {
      const chosen = ownMember(votes, id)
      if (chosen === undefined) return ''
      return chosen.length === 0 ? '(blank)' : chosen.join(' ')
    }),
  ]
}
