import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LossyProxy } from './lossy-proxy.ts'
import { startLossyProxy } from './lossy-proxy.ts'

export interface OpenedElection {
  readonly joinLink: string
  readonly codes: readonly string[]
}

/** A whole server of our own, as `urna serve` starts it, behind a network that can be cut. */
export class TestServer {
  readonly proxy: LossyProxy
  /** Where Fauxton is. */
  readonly fauxton: string
  readonly #directory: string
  readonly #port: number
  readonly #options: readonly string[]
  #process: ChildProcess | undefined
  #secret = ''

  #output = ''

  private constructor(
    proxy: LossyProxy,
    directory: string,
    ports: readonly [number, number],
    options: readonly string[],
  ) {
    this.proxy = proxy
    this.#directory = directory
    this.#port = ports[0]
    this.fauxton = `http://127.0.0.1:${ports[1]}`
    this.#options = options
  }

  /** @param options further ones of `urna serve`. */
  static async start(...options: readonly string[]): Promise<TestServer> {
    const proxy = await startLossyProxy()
    const directory = await mkdtemp(join(tmpdir(), 'urna-e2e-'))
    const server = new TestServer(proxy, directory, [await freePort(), await freePort()], options)
    await server.run()
    return server
  }

  /** What the voter's browser calls it. */
  get origin(): string {
    return this.proxy.origin
  }

  /** The same server past the network that can be cut. */
  get direct(): string {
    return `http://localhost:${this.#port}`
  }

  /** Starts the process, again after {@link kill} on the same data. */
  async run(): Promise<void> {
    const args = ['bin/urna.mjs', 'serve', '--data', this.#directory, ...this.#options]
    const environment = {
      ...process.env,
      PORT: String(this.#port),
      CONSOLE_PORT: new URL(this.fauxton).port,
      HOST: '127.0.0.1',
      URNA_ORIGIN: this.origin,
    }
    const child = spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
    this.#process = child
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#output += text))
    await this.#untilReady(child)
    this.#secret = /secret\s+(\S+)/i.exec(this.#output)?.[1] ?? this.#secret
    this.proxy.pointTo(`http://127.0.0.1:${this.#port}`)
  }

  /** The console secret. */
  get secret(): string {
    return this.#secret
  }

  /** What every process of it has printed, the operator's log among it. */
  get output(): string {
    return this.#output
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }

  async stop(): Promise<void> {
    await this.kill('SIGTERM')
    await this.proxy.close()
    await rm(this.#directory, { recursive: true, force: true })
  }

  /** Creates and opens an election through the admin API. */
  async openElection(definition: { election: string }, codes: number): Promise<OpenedElection> {
    await this.admin('/admin/api/elections', definition)
    const opened = await this.admin(`/admin/api/elections/${definition.election}/open`, {
      codes: { all: codes },
    })
    const { joinLink, codes: byGroup } = opened as { joinLink: string; codes: { all: string[] } }
    return { joinLink, codes: byGroup.all }
  }

  /** The election to try, of a server that was started with `--demonstration`. */
  async demonstration(): Promise<OpenedElection> {
    // Ready comes before the greeting, which ends with how to stop the server.
    while (!this.#output.includes('Ctrl-C')) await new Promise((resolve) => setTimeout(resolve, 50))
    const [, joinLink = '', rest = ''] = /Join link +(\S+)(.*)/s.exec(this.#output) ?? []
    return { joinLink, codes: rest.match(/\b(?:\w{4}-){3}\w{4}\b/g) ?? [] }
  }

  async admin(path: string, body: object): Promise<unknown> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.#secret}` }
    const response = await fetch(`${this.direct}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }

  /** The body of the published result. */
  async result(election: string): Promise<unknown> {
    const { body } = (await this.read(`/api/elections/${election}/result`)) as { body: unknown }
    return body
  }

  async read(path: string): Promise<unknown> {
    const response = await fetch(`${this.direct}${path}`)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const exited = new Promise<never>((_, reject) => {
      child.once('exit', (code) =>
        reject(new Error(`the server ended with ${String(code)} before it was ready`)),
      )
    })
    exited.catch(() => undefined)
    while (!(await Promise.race([isReady(this.#port), exited])))
      await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
  } catch {
    return false
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
