import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boardHash } from '../protocol/vectors/material/election.ts'
import { grow, head, honest, honestBatches, publish, vote } from './testing/finished-election.ts'
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
  await writeFile(join(directory, 'early.note'), note(honestBatches.slice(0, 1)))
  await writeFile(join(directory, 'late.note'), note(honestBatches))
  await writeFile(join(directory, 'other.note'), note([[1, 2, 3, 4].map((voter) => vote(voter, {}))]))
})
afterAll(() => rm(directory, { recursive: true }))

function note(batches: typeof honestBatches): string {
  return head(grow(batches)).note as string
}

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
    expect(stdout).toContain(
      '1 amendment, 1 issuance, 1 checkpoint, 0 tiles, 0 receipts, 3 batches, 14 ballots',
    )
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
    ['by no file', ['good.ndjson', '--evidence', 'no.note'], 'There is no file no.note.'],
    ['by what is no evidence', ['good.ndjson', '--evidence', 'text.txt'], 'text.txt is no evidence of this'],
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

  it('holds the log to what somebody kept of it, and names the file', async () => {
    const kept = await verify('good.ndjson', '--evidence', 'early.note', '--evidence=late.note')
    expect([kept.code, kept.stdout.includes('3 checkpoints')]).toEqual([0, true])
    const { code, stdout } = await verify(
      'good.ndjson',
      '--evidence',
      'other.note',
      '--evidence',
      'early.note',
    )
    expect(code).toBe(1)
    expect(stdout).toContain(
      'refuted: other.note: bad-chain: the first 4 ballots of the log have another root',
    )
  })
})
