import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const ENGINE = fileURLToPath(new URL('./engine.ts', import.meta.url))

export interface EngineOptions {
  readonly directory: string
  /** 0 takes a free one. */
  readonly port: number
  readonly password: string
}

/** An engine in a process of its own. */
export function spawnEngine({ directory, port, password }: EngineOptions): ChildProcess {
  const args = ['--import', 'tsx', ENGINE, directory, String(port), password]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Resolves with the first match of `pattern` in what `child` says. @throws {Error} it ended before it said so. */
export function untilSaid(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let output = ''
    let errors = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const found = pattern.exec(output)
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`a process ended with ${String(code)}: ${errors.trim()}`)))
  })
}

export function isRunning({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null
}

export async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (!isRunning(child)) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

/** Below what systems give to outgoing connections: a port that is free for a moment must not be taken by one of those. */
const [FIRST_PORT, LAST_PORT] = [20_200, 29_999]

/** A port that a process may be started on again and again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT)
    const probe = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    probe.close()
    await once(probe, 'close')
    return port
  }
}
