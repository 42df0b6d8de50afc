import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const URNA = fileURLToPath(new URL('../bin/urna.mjs', import.meta.url))
const FAULTY = '3 1\n5 1 0\n1 4 0\n0\n"Ada"\n"Bob"\n"Cem"\n'
let directory = ''

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-tally-'))
  await writeFile(join(directory, 'ward.csv'), '2 1\n3 1 2 0\n2 2 0\n0\n"Ada"\n"__proto__"\n"Ward"\n')
  await writeFile(join(directory, 'faulty.blt'), FAULTY)
  await writeFile(join(directory, 'faulty.json'), '{"CVR":[{"CVRSnapshot":1}]}')
})
afterAll(() => rm(directory, { recursive: true }))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function tally(args: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [URNA, 'tally', ...args],
      { cwd: directory },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
    child.stdin?.end(input)
  })
}

describe('urna tally', () => {
  it('tells the format from the content and not from the name, explains the count, and ends with 0', async () => {
    const { code, stdout, stderr } = await tally(['ward.csv'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(
      'Instant-runoff voting: 2 candidates for 1 seat\n5 ballots: 5 valid, 0 blank, 0 invalid',
    )
    expect(stdout).toContain('Ada is elected with 3 of the 5 votes still in the count, more than half.')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Elected: Ada.')
  })

  it('reads standard input, and answers one line of JSON', async () => {
    const { code, stdout } = await tally(['-', '--json'], '1 1\n7 1 0\n0\n"__proto__"\n')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^\{"method":"irv","ballots":7,"winners":\["__proto__"\],"rounds":\[\{"votes":\{"__proto__":"7\.00000"\},/,
    )
    expect(stdout.trimEnd()).not.toContain('\n')
  })

  it.each([
    ['a faulty line', ['faulty.blt'], 'faulty.blt: line 3: there is no candidate 4: the file has 3.'],
    ['a faulty value', ['faulty.json'], 'faulty.json: $.CVR[0].CVRSnapshot: a list is expected.'],
    ['a file that is not there', ['none.blt'], 'There is no file none.blt.'],
    ['a folder', ['.'], '. is a folder.'],
    [
      'a method that does not exist',
      ['ward.csv', '--method', 'first'],
      '--method first is none of plurality, approval, score, star, borda, schulze, ranked-pairs, irv, stv-scottish, stv-meek.',
    ],
    [
      'a method that does not fit the ballots',
      ['ward.csv', '--method', 'star'],
      'ward.csv: line 1: a BLT file has rankings and no scores.',
    ],
    [
      'no number of seats',
      ['ward.csv', '--seats', 'two'],
      '--seats must be a whole number above zero, and not two.',
    ],
    ['more seats than candidates', ['ward.csv', '--seats', '3'], '2 candidates cannot take 3 seats.'],
    [
      'seats that the method has not',
      ['ward.csv', '--seats', '2', '--method', 'irv'],
      'It cannot be counted: one-seat: instant-runoff elects one; STV elects several.',
    ],
    ['no file', [], 'Give one file of ballots, or - for standard input. --help says more.'],
  ])('ends with 2 and one line for %s, and changes nothing', async (_what, args, line) => {
    expect(await tally(args)).toEqual({ code: 2, stdout: '', stderr: `${line}\n` })
    expect(await readFile(join(directory, 'faulty.blt'), 'utf8')).toBe(FAULTY)
  })
})
