import { describe, expect, it } from 'vitest'
import { readAnswers } from './answer.ts'
import { generate, kindOf } from './generate.ts'
import { judge } from './judge.ts'
import type { HostileRequest } from './request.ts'

const target = { election: 'board', manifestHash: 'h', secret: 's' }
const request: HostileRequest = {
  ...{ name: 'x', at: 'server', expects: 'refused', method: 'GET', parts: [], then: 'wait' },
}
const problem = (status: number, body: object): string => {
  const text = JSON.stringify(body)
  const type = 'application/problem+json'
  return `HTTP/1.1 ${status} X\r\ncontent-type: ${type}\r\ncontent-length: ${text.length}\r\n\r\n${text}`
}
const fine = problem(404, { status: 404, code: 'not-found' })

function verdict(bytes: string, changes: Partial<HostileRequest> = {}): string | undefined {
  const changed = { ...request, ...changes }
  const { answers, isWhole } = readAnswers(Buffer.from(bytes), changed.method, true)
  return judge(changed, { answers, failure: isWhole || bytes === '' ? undefined : 'half an answer' })
}

describe('an answer to a hostile request', () => {
  it('is right when it refuses with a code', () => {
    expect(verdict(fine)).toBeUndefined()
    expect(verdict('HTTP/1.1 404 X\r\n\r\n', { method: 'HEAD' })).toBeUndefined()
    expect(
      verdict(problem(201, [{ error: 'forbidden', reason: 'late: x' }]), { expects: 'rows-refused' }),
    ).toBe(undefined)
  })

  it.each<[string, string, Partial<HostileRequest>]>([
    ['a success', problem(200, {}), {}],
    ['a failure of the server', problem(500, { status: 500, code: 'internal' }), {}],
    ['a failure after hanging up', problem(503, {}), { expects: 'nothing', then: 'hang-up' }],
    ['no code', problem(400, { status: 400 }), {}],
    ['another status in the body', problem(400, { status: 404, code: 'x' }), {}],
    ['words of CouchDB without a code of ours', problem(400, { error: 'x', reason: 'Nope.' }), {}],
    ['nothing', '', {}],
    ['half an answer', fine.slice(0, -3), {}],
    ['a second answer that is wrong', fine + problem(200, {}), {}],
    ['a row that was taken', problem(201, [{ ok: true, id: 'a' }]), { expects: 'rows-refused' }],
    ['a page for a batch', problem(200, { a: 1 }), { expects: 'rows-refused' }],
    [
      'a failure of the engine',
      problem(501, { error: 'x', reason: 'y' }),
      { at: 'engine', expects: 'couch' },
    ],
  ])('is wrong when it is %s', (_what, bytes, changes) => {
    expect(verdict(bytes, changes)).toBeDefined()
  })

  it('is read from chunks, and is not whole before the last', () => {
    const chunked = 'HTTP/1.1 400 X\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n'
    expect(readAnswers(Buffer.from(chunked), 'GET', false).answers[0]?.body.toString()).toBe('{"a":1}')
    expect(readAnswers(Buffer.from(chunked.slice(0, -5)), 'GET', false).isWhole).toBe(false)
  })
})

describe('the generator', () => {
  const bytesOf = ({ parts }: HostileRequest): Buffer =>
    Buffer.concat(parts.map((part) => ('repeat' in part ? part.repeat : part)))

  it('makes the same request of the same seed and number, and others of others', () => {
    const numbers = Array.from({ length: 60 }, (_, number) => number)
    const all = (seed: number): Buffer[] => numbers.map((number) => bytesOf(generate(seed, number, target)))
    expect(all(1)).toEqual(all(1))
    const distinct = new Set([...all(1), ...all(2)].map((bytes) => bytes.toString('base64')))
    expect(distinct.size).toBeGreaterThan(80)
  })

  it('makes every kind among a few thousand', () => {
    const kinds = new Set(Array.from({ length: 5_000 }, (_, number) => kindOf(1, number)))
    expect(kinds.size).toBe(18)
  })
})
