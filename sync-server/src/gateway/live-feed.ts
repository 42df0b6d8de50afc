import type { ConsistencyProof } from '#protocol/log/proof'
import { proveConsistency } from '#protocol/log/proof'
import type { LiveElection } from '../elections/live-election.ts'

/** One row of the feed that phones follow, in CouchDB's shape. */
export interface FeedRow {
  readonly seq: string
  readonly id: string
  readonly changes: readonly [{ readonly rev: string }]
  readonly doc: PublicDocument
  /** With a head, for whoever has an earlier one: that the log only grew. Every phone would ask for it otherwise. */
  readonly consistency?: ConsistencyProof
}

type PublicDocument = Readonly<Record<string, unknown>> & { readonly _id: string; readonly _rev: string }

/**
 * What a phone has: manifest, size of its head, age of its result (its size, and one more for each amendment that it
 * names), number of other papers (amendments, issuance, close).
 * The sequence of the feed is this state itself (`m1.h4096.r4096.p1`), so any gateway can take up where another left off.
 */
interface FeedState {
  readonly m: number
  readonly h: number
  readonly r: number
  readonly p: number
}

const NOTHING: FeedState = { m: 0, h: -1, r: -1, p: 0 }
const SEQUENCE = /^m(\d{1,9})\.h(-?\d{1,16})\.r(-?\d{1,16})\.p(\d{1,9})$/

/** The sequence of the election as this gateway has it now. */
export function feedSequence(election: LiveElection): string {
  return formatState(stateOf(election))
}

/**
 * The documents that somebody with `since` lacks, and the sequence that they lead to. An unknown `since` (also `now`,
 * `0`, and one from another kind of server) gets everything: it is a handful of documents. What a phone has beyond this
 * gateway stays: the sequence never goes back.
 */
export function feedSince(
  election: LiveElection,
  since: string,
): { readonly rows: readonly FeedRow[]; readonly lastSeq: string } {
  const had = parseState(since)
  const here = stateOf(election)
  const rows: FeedRow[] = []
  let reached = had
  const give = (documents: readonly (object | undefined)[], advanced: FeedState): void => {
    reached = advanced
    for (const document of documents)
      if (document) rows.push(feedRow(document as PublicDocument, formatState(reached)))
  }
  if (here.m > had.m) give([election.manifest], { ...reached, m: here.m })
  if (here.p > had.p)
    give([...election.amendments, ...election.issuance, election.close], { ...reached, p: here.p })
  if (here.h > had.h && election.head) {
    reached = { ...reached, h: here.h }
    const row = feedRow(election.head.document as unknown as PublicDocument, formatState(reached))
    const consistency = proveConsistency(election.log.tree, Math.max(0, had.h), here.h)
    rows.push({ ...row, consistency })
  }
  if (here.r > had.r) give([election.result], { ...reached, r: here.r })
  return { rows, lastSeq: formatState(reached) }
}

/** Every document that phones are shown, by id. */
export function publicDocument(election: LiveElection, id: string): PublicDocument | undefined {
  const shown = feedSince(election, '0').rows
  return shown.find((row) => row.id === id)?.doc
}

function stateOf(election: LiveElection): FeedState {
  const finalIssuance = election.issuance.filter((issuance) => issuance.body.final).length
  return {
    m: 1,
    h: election.head?.checkpoint.size ?? -1,
    r: election.resultAge(election.result),
    p: election.amendments.length + election.issuance.length + finalIssuance + (election.close ? 1 : 0),
  }
}

function parseState(since: string): FeedState {
  const [, m, h, r, p] = SEQUENCE.exec(since) ?? []
  return m === undefined ? NOTHING : { m: Number(m), h: Number(h), r: Number(r), p: Number(p) }
}

function formatState({ m, h, r, p }: FeedState): string {
  return `m${m}.h${h}.r${r}.p${p}`
}

function feedRow(document: PublicDocument, seq: string): FeedRow {
  return { seq, id: document._id, changes: [{ rev: document._rev }], doc: document }
}
