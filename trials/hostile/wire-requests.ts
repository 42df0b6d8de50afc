import type { Dice } from '../dice.ts'
import type { Target } from './addresses.ts'
import type { HostileRequest, Part } from './request.ts'
import type { Make } from './server-requests.ts'

/** A head and its body as they go onto the wire. */
interface Bytes {
  readonly name: string
  readonly head: string
  readonly body?: readonly Part[]
}

const HOST = 'host: localhost\r\n'
const CLOSE = 'connection: close\r\n'

function raw({ name, head, body = [] }: Bytes, then: HostileRequest['then'] = 'wait'): HostileRequest {
  const expects = then === 'wait' ? 'refused' : 'nothing'
  return { name, at: 'server', expects, method: 'POST', parts: [Buffer.from(head, 'latin1'), ...body], then }
}

/** Not HTTP, or HTTP that could be read in two ways. */
export const brokenHttp: Make = (dice, target) => {
  const post = `POST /sync/${target.election}/_bulk_docs HTTP/1.1\r\n${HOST}`
  const lines: readonly (readonly [string, string])[] = [
    ['no request line', `\u0000\u0001${dice.bytes(20).toString('latin1')}\r\n\r\n`],
    ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['HTTP/9.9', `GET / HTTP/9.9\r\n${HOST}\r\n`],
    ['no version', 'GET /\r\n\r\n'],
    ['a space in the address', `GET /a b HTTP/1.1\r\n${HOST}\r\n`],
    ['a NUL in the address', `GET /a\u0000b HTTP/1.1\r\n${HOST}\r\n`],
    ['a NUL in a header', `GET / HTTP/1.1\r\n${HOST}a: b\u0000c\r\n\r\n`],
    ['a header without a colon', `GET / HTTP/1.1\r\n${HOST}nonsense\r\n\r\n`],
    ['a space before the colon', `GET / HTTP/1.1\r\n${HOST}a : b\r\n\r\n`],
    ['a bare CR', `GET / HTTP/1.1\r\n${HOST}a: b\rc: d\r\n\r\n`],
    ['no host', `GET / HTTP/1.1\r\n${CLOSE}\r\n`],
    ['an empty host', `GET / HTTP/1.1\r\nhost:\r\n${CLOSE}\r\n`],
    ['two hosts', `GET / HTTP/1.1\r\n${HOST}host: evil.example\r\n${CLOSE}\r\n`],
    ['a length that is no number', `${post}content-length: 1e1\r\n\r\n`],
    ['a negative length', `${post}content-length: -1\r\n\r\n`],
    ['two lengths', `${post}content-length: 1\r\ncontent-length: 2\r\n\r\n{}`],
    ['a length beyond all numbers', `${post}content-length: ${'9'.repeat(30)}\r\n\r\n`],
    ['a length and chunks', `${post}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['chunks that are not last', `${post}transfer-encoding: chunked, identity\r\n${CLOSE}\r\n0\r\n\r\n`],
    ['an unknown transfer', `${post}transfer-encoding: xchunked\r\n${CLOSE}\r\n0\r\n\r\n`],
    ['a chunk that is no number', `${post}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
    ['a chunk of a negative size', `${post}transfer-encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n`],
    ['a chunk beyond all numbers', `${post}transfer-encoding: chunked\r\n\r\n${'f'.repeat(20)}\r\n`],
    [
      'a long chunk extension',
      `${post}transfer-encoding: chunked\r\n\r\n2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
    ],
    ['an unknown expectation', `${post}expect: miracles\r\n${CLOSE}content-length: 2\r\n\r\n{}`],
  ]
  const [name, head] = dice.pick(lines)
  return raw({ name, head })
}

/** More head than anybody has: thousands of headers, or a few that are long. */
export const hugeHead: Make = (dice) => {
  const get = `GET /api/elections HTTP/1.1\r\n${HOST}${CLOSE}`
  const many = dice.integer(1_000, 5_000)
  const heads: readonly (readonly [string, string])[] = [
    [`${many} headers`, `${get}${headers(many, () => 'a: b')}\r\n`],
    [`${many} names`, `${get}${headers(many, (index) => `${index}:`)}\r\n`],
    [`${many} cookies`, `${get}${headers(many, (index) => `cookie: c${index}=1`)}\r\n`],
    ['200 headers', `${get}${headers(200, (index) => `x-${index}: 1`)}\r\n`],
    ['a long header', `${get}x: ${'a'.repeat(dice.integer(17_000, 200_000))}\r\n\r\n`],
    ['a long name', `${get}${'a'.repeat(dice.integer(17_000, 100_000))}: b\r\n\r\n`],
    ['a long address', `GET /${'a'.repeat(dice.integer(17_000, 100_000))} HTTP/1.1\r\n${HOST}\r\n`],
    ['a long method', `${'A'.repeat(20_000)} / HTTP/1.1\r\n${HOST}\r\n`],
  ]
  const [name, head] = dice.pick(heads)
  return raw({ name, head })
}

function headers(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\r\n`).join('')
}

/** Ten megabytes in chunks, whose length nobody says beforehand. */
export const hugeChunks: Make = (_dice, { election }) => {
  const head = `POST /sync/${election}/_bulk_docs HTTP/1.1\r\n${HOST}transfer-encoding: chunked\r\n\r\n`
  const chunk = Buffer.from(`10000\r\n${'a'.repeat(0x10000)}\r\n`)
  return raw({
    name: '10 MB in chunks',
    head,
    body: [{ repeat: chunk, times: 160 }, Buffer.from('0\r\n\r\n')],
  })
}

/** A request that begins and never ends. */
export const slowRequest: Make = (dice, target) => raw(unfinished(dice, target))

/** The same, from somebody who loses the network. */
export const brokenOff: Make = (dice, target) => raw(unfinished(dice, target), 'hang-up')

function unfinished(dice: Dice, { election }: Target): Bytes {
  const post = `POST /sync/${election}/_bulk_docs HTTP/1.1\r\n${HOST}`
  const whole: readonly Bytes[] = [
    { name: 'half a request line', head: 'POST /sync' },
    { name: 'half a head', head: `${post}content-le` },
    { name: 'a head without an end', head: post },
    { name: 'a body that does not come', head: `${post}content-length: 100\r\n\r\n` },
    { name: 'half a body', head: `${post}content-length: 100\r\n\r\n{"docs":[` },
    { name: 'chunks without an end', head: `${post}transfer-encoding: chunked\r\n\r\n9\r\n{"docs":[\r\n` },
    {
      name: 'a length that is too long',
      head: `${post}content-length: 999999\r\n\r\n`,
      body: [dice.bytes(500)],
    },
  ]
  return dice.pick(whole)
}
