import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cpuSecondsOf } from '../bench/costs.ts'

const URNA = fileURLToPath(new URL('../../bin/urna.mjs', import.meta.url))
const LOOK_MS = 50

export interface VerifierRun {
  readonly seconds: number
  readonly cpuSeconds: number
  /** Resident, at its highest; bytes. */
  readonly memory: number
}

/** Runs `urna verify` as a user does. @throws {Error} it did not verify. */
export async function runVerifier(path: string, manifestHash: string): Promise<VerifierRun> {
  const began = performance.now()
  const args = [URNA, 'verify', path, '--json', `--manifest-hash=${manifestHash}`]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const pid = child.pid ?? 0
  let [memory, cpuSeconds] = [0, 0]
  const looking = setInterval(() => {
    memory = peakMemoryOf(pid) ?? memory
    cpuSeconds = Math.max(cpuSeconds, cpuSecondsOf(pid))
  }, LOOK_MS)
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  clearInterval(looking)
  const seconds = (performance.now() - began) / 1000
  if (code !== 0) throw new Error(`urna verify ended with ${code}`)
  return { seconds, cpuSeconds, memory }
}

/** Linux alone tells; the process may be gone. */
function peakMemoryOf(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}
