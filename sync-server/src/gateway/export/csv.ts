import { ownMember } from '#protocol/decode'
import type { BallotBody } from '#protocol/formats/ballot'
import type { Group, Manifest } from '#protocol/formats/manifest'
import { toBase64url } from '#protocol/bytes'
import { Rows } from '#protocol/rows'
import { KeyTable } from '#protocol/tally/key-table'
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
  const last = manifest.recast === 'last' ? await lastSequences(snapshot, store) : new LastSequences()
  yield ['ballot', 'group', 'weight', ...manifest.contests.map(({ id }) => id)].join(',') + END
  for await (const { _id, body } of loggedBallots(snapshot, store)) {
    if (last.of(body.credential.key) === body.sequence) yield [_id, ...cells(body, manifest)].join(',') + END
  }
}

async function lastSequences(snapshot: Snapshot, store: BallotStore): Promise<LastSequences> {
  const last = new LastSequences()
  for await (const { body } of loggedBallots(snapshot, store)) last.note(body)
  return last
}

/** Of the keys that voted again: only they need remembering, as most voters vote once. About 45 bytes each. */
class LastSequences {
  readonly #keys = new KeyTable()
  readonly #last = new Rows(1, (cells) => new Uint8Array(cells))

  note({ credential: { key }, sequence }: BallotBody): void {
    if (sequence <= this.of(key)) return
    const row = this.#last.at(this.#keys.add(key))
    if (row) row[0] = sequence
    else this.#last.push([sequence])
  }

  of(key: string): number {
    const number = this.#keys.find(key)
    return number === undefined ? 0 : (this.#last.at(number)?.[0] ?? 0)
  }
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
