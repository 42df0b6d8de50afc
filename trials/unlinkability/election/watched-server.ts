import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setInterval } from 'node:timers'
import { fileURLToPath } from 'node:url'
import type { Office } from '../../../simulate/server/office.ts'
import { ownEnvironment } from '../../../simulate/server/own-server.ts'
import { end, untilSaid } from '../../processes/child.ts'

export interface MetricsSample {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly text: string
}

/** What a server let out beside its answers and its files. */
export interface Output {
  readonly stdout: string
  readonly stderr: string
  readonly metrics: readonly MetricsSample[]
}

export interface WatchedServer {
  readonly office: Office
  /** Its data folder. */
  readonly data: string
  /** Ends it in order, as an officer does before a backup. Again is harmless. */
  stop(): Promise<Output>
}

const URNA = fileURLToPath(new URL('../../../bin/urna.mjs', import.meta.url))
const SAMPLE_EVERY_MS = 100

/** A server that logs as much as it can, takes a proxy's word for addresses, and whose metrics are read all the time. */
export async function startWatchedServer(folder: string): Promise<WatchedServer> {
  const data = join(folder, 'data')
  const place = ['--port', '0', '--console-port', 'off', '--data', data]
  const args = [URNA, 'serve', '--no-build', ...place, '--trust-proxy', '1', '--log-level', 'debug']
  const child = spawn(process.execPath, args, { env: ownEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '', metrics: [] as MetricsSample[] }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  // However this process ends, no server stays behind.
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const [greeting, origin = ''] = await untilSaid(child, /Address\s+(\S+)\n[\s\S]*Press Ctrl-C/)
  const [, secret = ''] = /secret\s+(\S+) /.exec(greeting) ?? []
  const sampling = setInterval(() => void sample(origin, output.metrics), SAMPLE_EVERY_MS)
  const stop = async (): Promise<Output> => {
    clearInterval(sampling)
    await end(child, 'SIGTERM')
    process.removeListener('exit', kill)
    return output
  }
  return { office: { origin, secret }, data, stop }
}

async function sample(origin: string, metrics: MetricsSample[]): Promise<void> {
  const answer = await fetch(`${origin}/metrics`).catch(() => undefined)
  if (answer?.ok) metrics.push({ at: Date.now(), text: await answer.text() })
}
