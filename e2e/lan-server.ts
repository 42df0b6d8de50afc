import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { networkInterfaces } from 'node:os'
import { freePort } from './server.ts'

/** Where there is no network at all, the machine is called by a name that only the test's browser knows. */
export const NAME = 'urna-test.local'

/** What `npm start -- --lan` runs, and what it prints for whoever stands before the screen. */
export class LanServer {
  readonly #process: ChildProcess
  readonly #greeting: string

  private constructor(process: ChildProcess, greeting: string) {
    this.#process = process
    this.#greeting = greeting
  }

  static async start(directory: string): Promise<LanServer> {
    const [port, installPort] = [String(await freePort()), String(await freePort())]
    const named = hasNetwork() ? [] : ['--origin', `https://${NAME}:${port}`]
    const places = ['--port', port, '--install-port', installPort, '--data', directory]
    const args = ['bin/urna.mjs', 'start', '--lan', ...places, ...named]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    return new LanServer(child, await readGreeting(child))
  }

  /** @throws the start printed nothing like it. */
  read(pattern: RegExp): string {
    const [, found] = pattern.exec(this.#greeting) ?? []
    if (found === undefined) throw new Error(`${String(pattern)} is not in:\n${this.#greeting}`)
    return found
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill()
    await ended
  }
}

function hasNetwork(): boolean {
  const all = Object.values(networkInterfaces()).flat()
  return all.some((found) => found?.family === 'IPv4' && !found.internal)
}

/** It ends with how to stop the server. */
function readGreeting(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more
      if (text.includes('Ctrl-C')) resolve(text)
    })
    child.once('exit', () => reject(new Error(`the server ended before it was ready:\n${text}`)))
  })
}
