import type { Judgement } from '#protocol/audit/judge-ballot'
import { trustedScript } from '../../app/trusted-script.ts'
import address from './judge-worker.ts?worker&url'
import type { Judges, JudgeSettings } from './judges.ts'

interface Asked {
  readonly resolve: (judgements: readonly Judgement[]) => void
  readonly reject: (error: Error) => void
}

/** One judge in a worker of its own; it answers in the order in which it was asked, and after a failure nobody. */
class WorkerJudge {
  readonly #worker: Worker
  readonly #asked: Asked[] = []
  #failure: Error | undefined

  constructor(settings: JudgeSettings) {
    this.#worker = new Worker(trustedScript(address), { type: 'module' })
    this.#worker.addEventListener('message', ({ data }: MessageEvent<readonly Judgement[]>) =>
      this.#asked.shift()?.resolve(data),
    )
    this.#worker.addEventListener('error', ({ message }) => {
      const failure = (this.#failure = new Error(`a judge failed: ${message}`))
      for (const { reject } of this.#asked.splice(0)) reject(failure)
    })
    this.#worker.postMessage(settings)
  }

  get waiting(): number {
    return this.#asked.length
  }

  judge(ballots: readonly unknown[]): Promise<readonly Judgement[]> {
    if (this.#failure) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject })
      this.#worker.postMessage(ballots)
    })
  }

  close(): void {
    this.#worker.terminate()
  }
}

/** As many judges as there are processors, each in a worker of its own. */
export function openJudgeWorkers(settings: JudgeSettings, count: number): Judges {
  const judges = Array.from({ length: count }, () => new WorkerJudge(settings))
  return {
    atOnce: 2 * count,
    judge: (ballots) => {
      if (ballots.length === 0) return Promise.resolve([])
      const idlest = judges.reduce((best, each) => (each.waiting < best.waiting ? each : best))
      return idlest.judge(ballots)
    },
    close: () => {
      for (const judge of judges) judge.close()
    },
  }
}
