import type { Progress } from '../../simulate/progress.ts'
import type { Target } from './addresses.ts'
import { generate, kindOf } from './generate.ts'
import { judge } from './judge.ts'
import type { Address } from './send.ts'
import { send } from './send.ts'

export interface AttackOptions {
  readonly seed: number
  /** Which requests of that seed. */
  readonly numbers: readonly number[]
  readonly target: Target
  readonly server: Address
  /** Without one, the requests that are meant for it are left out. */
  readonly engine: Address | undefined
  readonly lanes: number
  readonly progress: Progress
}

export interface AttackOutcome {
  readonly sent: number
  /** How many answers had which status. */
  readonly statuses: ReadonlyMap<number, number>
  /** Each wrong answer in a line. */
  readonly complaints: readonly string[]
}

/** Sends hostile requests and judges every answer. */
export async function attack(options: AttackOptions): Promise<AttackOutcome> {
  const { seed, numbers, progress } = options
  const isSlow = (index: number): boolean => kindOf(seed, index) === 'slow'
  const outcome = { sent: 0, statuses: new Map<number, number>(), complaints: [] }
  const one = async (index: number): Promise<void> => {
    await attackOnce(options, index, outcome)
    progress.advance()
  }
  progress.begin('Hostile requests', numbers.length)
  const rest = numbers.filter((index) => !isSlow(index)).values()
  const lane = async (): Promise<void> => {
    for (const index of rest) await one(index)
  }
  // Those that wait for the server's patience to end wait beside the others, and together.
  const slow = numbers.filter(isSlow).map(one)
  await Promise.all([...slow, ...Array.from({ length: options.lanes }, lane)])
  progress.end()
  return outcome
}

async function attackOnce(
  { seed, target, server, engine }: AttackOptions,
  index: number,
  outcome: { sent: number; statuses: Map<number, number>; complaints: string[] },
): Promise<void> {
  const request = generate(seed, index, target)
  const address = request.at === 'server' ? server : engine
  if (!address) return
  const reply = await send(request, address)
  outcome.sent++
  for (const { status } of reply.answers)
    outcome.statuses.set(status, (outcome.statuses.get(status) ?? 0) + 1)
  const wrong = judge(request, reply)
  if (wrong !== undefined)
    outcome.complaints.push(`${request.name.slice(0, 120)} (number ${index}): ${wrong}`)
}
