import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const URNA = fileURLToPath(new URL('../../../bin/urna.mjs', import.meta.url))
/** What would lead a server elsewhere than where its test wants it. */
const OURS = /^(PORT|HOST|ROLES|COUCHDB_URL|NO_COLOR|FORCE_COLOR|URNA_.*)$/

/** One run of a command as people type it: `new UrnaProcess(['create', 'election.json'])`. */
export class UrnaProcess {
  readonly process: ChildProcess
  readonly #ended: Promise<number>
  stdout = ''
  stderr = ''

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}, input?: string) {
    const inherited = Object.entries(process.env).filter(([name]) => !OURS.test(name))
    const env = { ...Object.fromEntries(inherited), ...environment }
    const child = spawn(process.execPath, [URNA, ...args], { env, stdio: 'pipe' })
    this.process = child
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    child.stdin.end(input)
    this.#ended = new Promise((resolve) => child.once('close', (code) => resolve(code ?? -1)))
  }

  /** A server on a free port; its data stays in `directory`. */
  static serve(directory: string, ...more: string[]): UrnaProcess {
    return new UrnaProcess(['serve', '--no-build', '--port', '0', '--data', directory, ...more])
  }

  /** Resolves with the exit code once all was printed; -1 for a process that a signal ended. */
  get ended(): Promise<number> {
    return this.#ended
  }

  /** What `pattern` captured, as soon as it was printed. */
  async printed(pattern: RegExp): Promise<string> {
    const found = (): string | undefined => {
      const match = pattern.exec(this.stdout)
      return match ? (match[1] ?? match[0]) : undefined
    }
    const over = this.#ended.then(() => true)
    while (found() === undefined) {
      const more = new Promise((resolve) => this.process.stdout?.once('data', resolve))
      if ((await Promise.race([over, more])) === true) break
    }
    const text = found()
    if (text === undefined)
      throw new Error(`it never printed ${String(pattern)}:\n${this.stdout}${this.stderr}`)
    return text
  }

  /** The server's address, on the protocol's own loopback. */
  async origin(): Promise<string> {
    return (await this.printed(/Address\s+(\S+)/)).replace('localhost', '127.0.0.1')
  }

  async stop(): Promise<number> {
    this.process.kill('SIGTERM')
    return this.#ended
  }
}
