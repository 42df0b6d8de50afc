import type { ElectionAudit } from '#protocol/audit/election-audit'
import type { Judgement } from '#protocol/audit/judge-ballot'
import { ProtocolError } from '#protocol/errors'
import { parseBallot } from '#protocol/formats/ballot'
import type { Judges } from './judges.ts'
import type { LogStep } from './log-steps.ts'
import { logSteps } from './log-steps.ts'
import type { ElectionRecord } from './record.ts'

/** About a tenth of a second of work for one judge. */
const BLOCK = 32

export interface LogFeed {
  readonly audit: ElectionAudit
  readonly record: ElectionRecord
  readonly judges: Judges
  /** Told after each ballot. */
  readonly onBallot: (id: string) => void
}

/** Some steps of the log in their order, and the judgements of the ballots among them once they are there. */
interface Block {
  readonly steps: readonly LogStep[]
  readonly judged: Promise<readonly Judgement[]>
}

/** Gives the audit the log in its order, while the ballots that come next are judged. */
export async function feedLog(batchIds: readonly string[], feed: LogFeed): Promise<void> {
  const waiting: Block[] = []
  for await (const steps of stepBlocks(batchIds, feed.record)) {
    const judged = judgeStored(steps, feed)
    // Whoever waits for it hears of a failure; until then it is nobody's.
    judged.catch(() => undefined)
    waiting.push({ steps, judged })
    if (waiting.length > feed.judges.atOnce) await giveFirst(waiting, feed)
  }
  while (waiting.length > 0) await giveFirst(waiting, feed)
}

async function giveFirst(waiting: Block[], { audit, onBallot }: LogFeed): Promise<void> {
  const block = waiting.shift()
  const judgements = [...((await block?.judged) ?? [])]
  for (const step of block?.steps ?? []) {
    if (step.kind === 'batch') audit.addBatch(step.document)
    else {
      audit.addBallot(judgements.shift() ?? missing(step.id))
      onBallot(step.id)
    }
  }
}

/** A batch may have one ballot or a thousand: blocks are of so many ballots, over the ends of batches. */
async function* stepBlocks(batchIds: readonly string[], record: ElectionRecord): AsyncGenerator<LogStep[]> {
  let steps: LogStep[] = []
  let ballots = 0
  for await (const step of logSteps(batchIds, record)) {
    steps.push(step)
    if (step.kind === 'ballot') ballots++
    if (ballots < BLOCK) continue
    yield steps
    steps = []
    ballots = 0
  }
  yield steps
}

/** Judges ballots as they are stored, in their order; one that is not there is refused in its place. */
async function judgeStored(steps: readonly LogStep[], { record, judges }: LogFeed): Promise<Judgement[]> {
  const ids = steps.flatMap((step) => (step.kind === 'ballot' ? [step.id] : []))
  const contents = await record.read(ids)
  const judgements = [...(await judges.judge(contents.flatMap(chooseLeaf)))]
  return ids.map((id, index) => {
    const isThere = (contents[index] ?? []).length > 0
    return (isThere ? judgements.shift() : undefined) ?? missing(id)
  })
}

/** Of several contents at one address, one that is its own, whichever the database shows first. */
function chooseLeaf(leaves: readonly unknown[]): unknown[] {
  if (leaves.length < 2) return [...leaves]
  return [leaves.find(hasItsAddress) ?? leaves[0]]
}

function hasItsAddress(leaf: unknown): boolean {
  try {
    parseBallot(leaf)
    return true
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}

function missing(id: string): Judgement {
  const detail = 'the log has it, and it is not there'
  return { kind: 'refused', fault: { document: id, code: 'missing', detail } }
}
