import type { Server } from 'node:http'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Passes everything on to a server, and loses the answers to the first requests whose path ends in `path`. */
export class ForgetfulProxy {
  /** How many answers are still to be lost. */
  left: number
  readonly #server: Server

  constructor(target: string, path: string, answers: number) {
    this.left = answers
    this.#server = createServer((incoming, outgoing) => {
      const { method, headers, url = '' } = incoming
      const asked = request(`${target}${url}`, { method, headers }, (answer) => {
        if (url.endsWith(path) && this.left > 0) {
          this.left--
          incoming.socket.destroy()
          return
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      })
      incoming.pipe(asked)
    })
  }

  listen(): Promise<string> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        resolve(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`)
      })
    })
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}
