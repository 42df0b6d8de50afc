import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boardHash } from '../protocol/vectors/material/election.ts'
import { honest, publish } from './testing/finished-election.ts'
import { toText } from './testing/verify-documents.ts'

const URNA = fileURLToPath(new URL('../bin/urna.mjs', import.meta.url))
const bundle = toText(publish(honest))
const refuted = toText(publish({ ...honest, issued: 11 }))
let directory = ''

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-verify-'))
  await writeFile(join(directory, 'good.ndjson'), bundle)
  await writeFile(join(directory, 'refuted.ndjson'), refuted)
  await writeFile(join(directory, 'cut.ndjson'), bundle.slice(0, -100))
  await writeFile(join(directory, 'text.txt'), 'a letter\n')
})
afterAll(() => rm(directory, { recursive: true }))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function verify(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [URNA, 'verify', ...args], { cwd: directory }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

describe('urna verify', () => {
  it('says what it checked, and 0', async () => {
    const { code, stdout, stderr } = await verify('good.ndjson', '--manifest-hash', boardHash)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('1 amendment, 1 issuance, 1 checkpoint, 3 batches, 14 ballots')
    expect(stdout).toContain('VERIFIED: this is the final result.')
    expect(stdout).not.toContain('compare it')
  })

  it('says when nobody vouched for the manifest', async () => {
    expect((await verify('good.ndjson')).stdout).toContain('compare it with your join link')
  })

  it('names the document and the rule, and 1', async () => {
    const { code, stdout } = await verify('refuted.ndjson')
    expect(code).toBe(1)
    expect(stdout).toContain('refuted: issuance:board-2026:main: over-issued: 12 keys voted in group all')
    expect(stdout).toContain('REFUTED')
  })

  it('refutes another manifest than was asked for', async () => {
    const { code, stderr } = await verify('good.ndjson', '--manifest-hash', boardHash.replace(/^./, '-'))
    expect(code).toBe(1)
    expect(stderr).toContain('wrong-manifest')
  })

  it.each([
    ['no file', ['nothing.ndjson'], 'There is no file nothing.ndjson.'],
    ['a file that breaks off', ['cut.ndjson'], 'It breaks off in line 23'],
    ['what is no bundle', ['text.txt'], 'It does not begin with the manifest'],
    ['nothing', [], 'Give one bundle'],
    ['a hash that is none', ['good.ndjson', '--manifest-hash', 'short'], '--manifest-hash must be'],
    ['an unknown option', ['good.ndjson', '--quick'], "Unknown option '--quick'"],
    ['another address', ['http://127.0.0.1:9/board'], 'is neither a join link nor'],
    ['a server that is away', ['http://127.0.0.1:9/api/elections/board-2026'], 'cannot be reached'],
  ])('cannot judge %s: one line, and 2', async (_what, args, line) => {
    const { code, stdout, stderr } = await verify(...args)
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
      code: 2,
      stdout: '',
      lines: 1,
    })
    expect(stderr).toContain(line)
  })

  it('fetches the election of a join link and trusts the link', async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end(bundle)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { code, stdout } = await verify(`${origin}/#/join/board-2026/${boardHash}`, '--json')
    server.close()
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ verified: true, manifestHashGiven: true, log: { size: 14 } })
    expect(asked).toEqual(['/api/elections/board-2026/export?format=json'])
  })
})
