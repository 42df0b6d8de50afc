/// <reference lib="webworker" />
import type { JudgeSettings } from './judges.ts'
import { judgeBlock } from './judges.ts'

declare const self: DedicatedWorkerGlobalScope

/** The first message says by what is judged; each after it is a block of ballots, and answered in turn. */
let settings: JudgeSettings | undefined
let turn: Promise<void> = Promise.resolve()

self.addEventListener('message', ({ data }: MessageEvent<JudgeSettings | readonly unknown[]>) => {
  if ('manifest' in data) settings = data
  // A promise that is refused here would never be heard of outside, and whoever asked would wait for ever.
  else turn = turn.then(() => answer(data)).catch(reportError)
})

async function answer(ballots: readonly unknown[]): Promise<void> {
  if (settings) self.postMessage(await judgeBlock(ballots, settings))
}
