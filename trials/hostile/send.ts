import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import type { Answer } from './answer.ts'
import { readAnswers } from './answer.ts'
import type { HostileRequest, Part } from './request.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/** What came back. `failure` says why nothing did, or why what came is not whole. */
export interface Reply {
  readonly answers: readonly Answer[]
  readonly failure: string | undefined
}

/** Longer than the server has patience with anybody. */
const PATIENCE_MS = 60_000

/** Sends the bytes of a request as they are, over a connection of its own, and reads until the answer is whole. */
export async function send({ method, parts, then }: HostileRequest, { host, port }: Address): Promise<Reply> {
  const socket = connect({ host, port, allowHalfOpen: true })
  socket.setNoDelay(true)
  const reading = read(socket, method)
  const sent = write(socket, parts)
  if (then === 'hang-up') {
    await sent
    socket.destroy()
  }
  const reply = await reading
  // A reset, so that a hundred thousand connections do not wait for their end in the kernel.
  socket.resetAndDestroy()
  await sent
  return then === 'hang-up' ? { ...reply, failure: undefined } : reply
}

function read(socket: Socket, method: string): Promise<Reply> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0)
    const finish = (failure?: string): void => {
      const { answers, isWhole } = readAnswers(bytes, method, true)
      const missing = bytes.length === 0 ? 'no answer' : 'half an answer'
      resolve({ answers, failure: isWhole ? undefined : (failure ?? missing) })
    }
    socket.setTimeout(PATIENCE_MS, () => finish('no answer in a minute'))
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      // Without a close that was asked for, the answer's own length says where it ends.
      const { answers, isWhole } = readAnswers(bytes, method, false)
      if (isWhole && answers.at(-1)?.headers.get('connection') !== 'close') finish()
    })
    socket.once('end', () => finish())
    socket.once('error', (error: NodeJS.ErrnoException) =>
      finish(`no answer: ${error.code ?? error.message}`),
    )
    socket.once('close', () => finish())
  })
}

/** Resolves when all was sent, or when the other side has had enough. */
async function write(socket: Socket, parts: readonly Part[]): Promise<void> {
  for (const part of parts) {
    const { repeat, times } = 'repeat' in part ? part : { repeat: part, times: 1 }
    for (let time = 0; time < times; time++) {
      if (socket.destroyed || socket.errored) return
      if (!socket.write(repeat))
        await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined)
    }
  }
}
