import type { Judgement } from '#protocol/audit/judge-ballot'
import { judgeBallot } from '#protocol/audit/judge-ballot'
import type { Manifest } from '#protocol/formats/manifest'

/** What a ballot is judged by. */
export interface JudgeSettings {
  readonly manifest: Manifest
  readonly manifestHash: string
}

/** Checks the signatures of ballots, which is nearly all the work of a recount. */
export interface Judges {
  /** As many blocks as are worth waiting at one time. */
  readonly atOnce: number
  judge(ballots: readonly unknown[]): Promise<readonly Judgement[]>
  close(): void
}

export async function judgeBlock(
  ballots: readonly unknown[],
  { manifest, manifestHash }: JudgeSettings,
): Promise<Judgement[]> {
  const judgements: Judgement[] = []
  for (const ballot of ballots) judgements.push(await judgeBallot(ballot, manifest, manifestHash))
  return judgements
}

/** One judge, in this thread. */
export function judgesHere(settings: JudgeSettings): Judges {
  return { atOnce: 1, judge: (ballots) => judgeBlock(ballots, settings), close: () => undefined }
}
