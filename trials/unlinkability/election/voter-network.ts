import { Agent, buildConnector, fetch as undiciFetch } from 'undici'
import type { Network } from '../../../simulate/phones/http.ts'
import { networkOf } from '../../../simulate/phones/http.ts'

/** What a voter's connection shows to whoever looks at it; no two voters share any of it. */
export interface Place {
  /** Where the connection comes from, and what a proxy in front would say instead. */
  readonly address: string
  readonly forwarded: string
  readonly agent: string
}

/** What a registrar can learn of one voter while it signs, if it writes everything down. Times are milliseconds since 1970. */
export interface Issued {
  readonly at: number
  readonly form: string
  readonly blindedMessage: string
  readonly blindSignature: string
}

export interface VoterNetwork {
  readonly network: Network
  /** Undefined before the credential was given. */
  issued(): Issued | undefined
  /** Of the voter's side of the connection. */
  port(): number
  close(): Promise<void>
}

/** Three digits each, so that no address is the beginning of another. */
export function placeOf(voter: number): Place {
  const host = `${100 + Math.floor(voter / 100)}.${100 + (voter % 100)}`
  return {
    // Elsewhere than on Linux a machine has one address of its own.
    address: process.platform === 'linux' ? `127.${101 + (voter % 7)}.${host}` : '127.0.0.1',
    forwarded: `198.18.${host}`,
    agent: `Handset/${100_000 + voter * 37}`,
  }
}

/** A kept connection of one voter's own, from an address of its own, on which the trial listens. */
export function voterNetwork(origin: string, { address, forwarded, agent }: Place): VoterNetwork {
  let issued: Issued | undefined
  let port = 0
  const connector = buildConnector({})
  const dispatcher = new Agent({
    localAddress: address,
    connections: 1,
    connect: (options, callback) =>
      connector(options, (...[error, socket]) => {
        if (error) return callback(error, null)
        port = socket.localPort ?? 0
        callback(null, socket)
      }),
  })
  const send: Network['fetch'] = async (url, { headers, body, ...init }) => {
    const ours = { ...headers, 'user-agent': agent, 'x-forwarded-for': forwarded }
    const response = await undiciFetch(url, {
      ...init,
      ...(body === undefined ? {} : { body }),
      headers: ours,
      dispatcher,
    })
    const text = await response.text()
    if (url.endsWith('/credentials') && response.ok) issued = readIssued(body, text)
    return new Response(text || null, { status: response.status, headers: [...response.headers] })
  }
  return {
    network: { ...networkOf(origin, () => undefined), fetch: send },
    issued: () => issued,
    port: () => port,
    close: () => dispatcher.close(),
  }
}

function readIssued(sent: string | undefined, answer: string): Issued {
  const { code: form, blindedMessage } = JSON.parse(sent ?? '') as { code: string; blindedMessage: string }
  const { blindSignature } = JSON.parse(answer) as { blindSignature: string }
  return { at: Date.now(), form, blindedMessage, blindSignature }
}
