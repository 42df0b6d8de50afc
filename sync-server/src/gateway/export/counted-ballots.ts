import { toBase64url } from '#protocol/bytes'
import type { Ballot, BallotBody } from '#protocol/formats/ballot'
import { Rows } from '#protocol/rows'
import { KeyTable } from '#protocol/tally/key-table'
import type { BallotStore } from './read-ballots.ts'
import { readBallots } from './read-ballots.ts'
import type { Snapshot } from './snapshot.ts'

const LEAVES_AT_ONCE = 1000

/** The ballots that count, in the order of the log: of each key the last. */
export async function* countedBallots(snapshot: Snapshot, store: BallotStore): AsyncGenerator<Ballot> {
  const { recast } = snapshot.live.manifest.body
  const last = recast === 'last' ? await lastSequences(snapshot, store) : new LastSequences()
  for await (const ballot of loggedBallots(snapshot, store))
    if (last.of(ballot.body.credential.key) === ballot.body.sequence) yield ballot
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

async function* loggedBallots({ live, size }: Snapshot, store: BallotStore): AsyncGenerator<Ballot> {
  for (let begin = 0; begin < size; begin += LEAVES_AT_ONCE) {
    const count = Math.min(LEAVES_AT_ONCE, size - begin)
    const leaves = Array.from({ length: count }, (_, offset) =>
      toBase64url(live.log.tree.leaf(begin + offset)),
    )
    yield* readBallots(store, leaves)
  }
}
