import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const URNA = fileURLToPath(new URL('../bin/urna.mjs', import.meta.url))
const LONG_MS = 300_000

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-ballots-'))
})
afterAll(() => rm(directory, { recursive: true }))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function simulate(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [URNA, 'simulate', ...args], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
    })
  })
}

async function file(text: string): Promise<string> {
  const path = join(directory, 'ballots.csv')
  await writeFile(path, text)
  return path
}

describe('a simulation on a server of its own', () => {
  it('counts each ballot of a file, the blank one too', { timeout: LONG_MS }, async () => {
    const path = await file('"Smith, Ada",Bob Ó\r\nBob Ó\r\n\r\nBob Ó,Cem')
    const { code, stdout, stderr } = await simulate('--ballots', path, '--json')
    expect({ code, lines: stdout.split('\n').length }, stderr).toEqual({ code: 0, lines: 2 })
    expect(JSON.parse(stdout)).toEqual({
      accepted: 4,
      rejected: 0,
      counted: 4,
      result: { approval: { 'Bob Ó': 3, 'Smith, Ada': 1, Cem: 1 } },
    })
  })

  it('issues, accepts, counts and shows the same number', { timeout: LONG_MS }, async () => {
    const { code, stdout, stderr } = await simulate('--voters', '25')
    expect(code, stdout + stderr).toBe(0)
    for (const name of ['issued', 'accepted', 'counted', 'shown']) {
      expect(stdout).toMatch(new RegExp(`^ +${name} +25 `, 'm'))
    }
    expect(stdout).toContain('All numbers agree')
  })
})

describe('a simulation that cannot start says so in one line', () => {
  it.each<[string, () => Promise<string[]>, string]>([
    [
      'a file that is not there',
      () => Promise.resolve(['--ballots', 'no-such.csv']),
      'There is no file no-such.csv.',
    ],
    ['a file that is a folder', () => Promise.resolve(['--ballots', directory]), 'cannot be read (EISDIR)'],
    ['a file without a name', async () => ['--ballots', await file('\n\n')], 'The ballots name no option.'],
    [
      'a server that is not there',
      () => Promise.resolve(['--url', 'http://127.0.0.1:9', '--secret', 'x']),
      'No server answers at http://127.0.0.1:9.',
    ],
  ])('%s', async (_what, args, line) => {
    const { code, stdout, stderr } = await simulate(...(await args()))
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
      code: 1,
      stdout: '',
      lines: 1,
    })
    expect(stderr).toContain(line)
  })
})

/** Real ballots with a known outcome, where somebody has them. */
const utah = join(process.env['URNA_TEST_DATA'] ?? '/nowhere', 'utah-2025-senate-11-approval.csv')

it.skipIf(!existsSync(utah))(
  '1,301 real ballots have the outcome that they had',
  { timeout: 2 * LONG_MS },
  async () => {
    const { code, stdout, stderr } = await simulate('--ballots', utah, '--json')
    expect(code, stderr).toBe(0)
    const { accepted, counted, result } = JSON.parse(stdout) as Record<string, unknown>
    expect({ accepted, counted }).toEqual({ accepted: 1301, counted: 1301 })
    expect(result).toEqual({
      approval: {
        'Emily Buss': 615,
        'Maleah Bliss': 430,
        'Tynley Bean': 419,
        'Jeff Marshall': 407,
        'Jeff Saunders': 395,
      },
    })
  },
)
