import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Method } from '#protocol/counting/transcript'
import { describeCount } from './account.ts'
import { readArguments } from './arguments.ts'
import type { Counted } from './count-file.ts'
import { countFile } from './count-file.ts'
import { resultJson } from './result-json.ts'

interface ResultJson {
  readonly method: Method
  readonly ballots: number
  readonly winners: string[]
  readonly rounds: {
    readonly votes: Record<string, string>
    readonly elected: string[]
    readonly eliminated: string[]
    readonly exhausted: string
    readonly lost: string
    readonly quota?: string
  }[]
  readonly ties: object[]
  readonly pairwise?: { readonly preferred: Record<string, Record<string, number>> }
}

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-count-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function count(text: string, ...args: string[]): Promise<Counted> {
  const path = join(directory, 'file')
  await writeFile(path, text)
  return countFile(readArguments([path, ...args]))
}

function json({ result }: Counted): ResultJson {
  return JSON.parse(resultJson(result)) as ResultJson
}

const NAMES = '"Ada"\n"Bob"\n"Cem"\n"Title"\n'

describe('a file without a method', () => {
  it.each([
    ['for one seat is counted by instant-runoff', `3 1\n2 1 0\n1 2 0\n0\n${NAMES}`, [], 'irv'],
    ['for several by Scottish STV', `3 2\n2 1 0\n1 2 0\n0\n${NAMES}`, [], 'stv-scottish'],
    [
      'with several seats asked for, also',
      `3 1\n2 1 0\n1 2 0\n0\n${NAMES}`,
      ['--seats', '2'],
      'stv-scottish',
    ],
    ['in CSV by approval', 'Ada,Bob\nAda\n', [], 'approval'],
    ['in ABIF by instant-runoff', '3:Ada>Bob\n1:Bob', [], 'irv'],
  ])('%s', async (_what, text, args, method) => {
    const counted = await count(text, ...args)
    expect([counted.result.method, json(counted).winners[0]]).toEqual([method, 'Ada'])
  })

  it('is counted as its report of cast vote records says', async () => {
    const report = (variation: string | undefined): string =>
      JSON.stringify({
        CVR: [],
        Election: [
          { Contest: [{ '@id': 'c', VoteVariation: variation, ContestSelection: [{ '@id': 'a' }] }] },
        ],
      })
    for (const [variation, method] of [
      ['approval', 'approval'],
      ['n-of-m', 'plurality'],
      ['rcv', 'irv'],
      [undefined, 'irv'],
    ] as const)
      expect((await count(report(variation))).result.method).toBe(method)
  })

  it('counts a method that elects one for one seat, whatever the file says', async () => {
    expect((await count(`3 2\n2 1 0\n0\n${NAMES}`, '--method', 'irv')).result.seats).toBe(1)
  })
})

describe('the JSON of a count', () => {
  it('has every round by name, with five decimals, and every tie', async () => {
    const counted = await count(`3 1\n3 1 0\n2 2 0\n2 3 2 0\n1 0\n0\n${NAMES}`)
    expect(json(counted)).toMatchObject({
      method: 'irv',
      ballots: 8,
      rounds: [
        {
          votes: { Ada: '3.00000', Bob: '2.00000', Cem: '2.00000' },
          elected: [],
          eliminated: ['Cem'],
          exhausted: '0.00000',
        },
        { votes: { Ada: '3.00000', Bob: '4.00000', Cem: '0.00000' }, elected: ['Bob'], eliminated: [] },
      ],
      ties: [{ round: 1, over: 'elimination', tied: ['Bob', 'Cem'], chosen: ['Cem'], rule: 'order' }],
    })
    expect(json(counted).winners).toEqual(['Bob'])
  })

  it('leaves out who has withdrawn', async () => {
    const { rounds, winners } = json(await count(`3 1\n-1\n3 1 2 0\n1 3 0\n0\n${NAMES}`))
    expect([winners, rounds[0]?.votes]).toEqual([['Bob'], { Bob: '3.00000', Cem: '1.00000' }])
  })
})

describe('the account of a count', () => {
  it('tells transfers, ties and reasons in words, and has its numbers to the right', async () => {
    const counted = await count(`3 1\n30 1 0\n2 2 0\n2 3 2 0\n1 0\n0\n${NAMES}`, '--seats', '2')
    expect(describeCount(counted)).toBe(`Title
Single transferable vote, Scottish rules: 3 candidates for 2 seats
35 ballots: 34 valid, 1 blank, 0 invalid

Round 1, quota 12.00000
    Ada    30.00000  elected
    Bob     2.00000
    Cem     2.00000
  Ada is elected: 30.00000 reaches the quota of 12.00000.

Round 2, quota 12.00000
  The surplus of Ada, 18.00000, is transferred; of these 18.00000 have no further choice.
    Ada                  -18.00000  12.00000
    Bob                              2.00000
    Cem                              2.00000  eliminated
    (no further choice)             18.00000
  A tie: Bob and Cem were equal, and eliminated is Cem, by the public order of candidates.
  Cem is eliminated: nobody has fewer than 2.00000.

Round 3, quota 12.00000
  The 2.00000 votes of Cem, who is eliminated, are transferred.
    Ada                            12.00000
    Bob                  +2.00000   4.00000  elected
    Cem                  -2.00000   0.00000
    (no further choice)            18.00000
  Bob is elected with 4.00000: there are only as many candidates left as seats.

Elected: Ada and Bob. 1 tie had to be broken, as told above.`)
  })

  it('cannot be made to move a terminal’s cursor by a name', async () => {
    const text = describeCount(await count('1 1\n1 1 0\n0\n"A\u001b[2J\u202eda"\n"T\u0007"\n'))
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
  })

  it('shows the pairs of a Condorcet method', async () => {
    const text = describeCount(await count(`3 1\n3 1 2 0\n2 2 1 0\n0\n${NAMES}`, '--method', 'schulze'))
    expect(text).toContain('    1  Ada  –  3  5')
    expect(text).toContain('Ada is elected: preferred by more ballots to each of the others.')
  })
})

const folder = process.env['URNA_TEST_DATA'] ?? '/nowhere'

describe.skipIf(!existsSync(folder))('a file of a real election has the outcome that it had', () => {
  const real = async (name: string, ...args: string[]): Promise<ResultJson> =>
    json(await countFile(readArguments([join(folder, name), ...args])))

  it('Burlington 2009: one profile, three winners', async () => {
    const file = 'burlington-2009-mayor.blt'
    const irv = await real(file)
    expect([irv.method, irv.ballots, irv.winners, irv.rounds.at(-1)?.votes['Kiss']]).toEqual([
      'irv',
      8980,
      ['Kiss'],
      '4313.00000',
    ])
    const plurality = await real(file, '--method', 'plurality')
    expect([plurality.winners, plurality.rounds[0]?.votes['Wright']]).toEqual([['Wright'], '2951.00000'])
    for (const method of ['schulze', 'ranked-pairs']) {
      const { winners, pairwise } = await real(file, '--method', method)
      expect([
        winners,
        pairwise?.preferred['Montroll']?.['Kiss'],
        pairwise?.preferred['Kiss']?.['Montroll'],
      ]).toEqual([['Montroll'], 4067, 3477])
    }
  })

  it('Sydney 2021, Utah 2025, Debian 2020', async () => {
    const sydney = await real('city-of-sydney-mayoral.blt')
    expect(Object.values(sydney.rounds.at(-1)?.votes ?? {}).sort()).toContain('60926.00000')
    expect(sydney.rounds.at(-1)?.votes).toMatchObject({
      'MOORE Clover': '60926.00000',
      'SCOTT Linda': '28786.00000',
    })
    const utah = await real('utah-2025-senate-11-approval.csv')
    expect([utah.method, utah.ballots, utah.winners]).toEqual(['approval', 1301, ['Emily Buss']])
    expect(utah.rounds[0]?.votes).toEqual({
      'Emily Buss': '615.00000',
      'Maleah Bliss': '430.00000',
      'Tynley Bean': '419.00000',
      'Jeff Marshall': '407.00000',
      'Jeff Saunders': '395.00000',
    })
    const debian = await real('debian-2020.blt', '--method', 'schulze')
    expect([debian.ballots, debian.winners]).toEqual([339, ['Jonathan Carter']])
  })

  it('Govan 2007: each round to five decimals', async () => {
    const { method, winners, rounds } = await real('glasgow-2007-govan.blt')
    expect([method, winners]).toEqual([
      'stv-scottish',
      ['Allison Hunter', 'John Flanagan', 'Stephen Dornan', 'Shaukat Butt'],
    ])
    const expected = readFileSync(join(folder, 'glasgow-2007-govan-rounds.txt'), 'utf8')
      .split('Action: ')
      .filter((action) => /^(?:Begin|Surplus transferred|Transfer defeated)/.test(action))
      .map((action) => ({
        votes: Object.fromEntries(
          [...action.matchAll(/^\s+(?:Hopeful|Elected|Pending):\s+(.+) \(([\d.]+)\)$/gm)].map((found) => [
            found[1] ?? '',
            found[2] ?? '',
          ]),
        ),
        exhausted: /Nontransferable votes: ([\d.]+)/.exec(action)?.[1],
        lost: /Residual: ([\d.]+)/.exec(action)?.[1],
        quota: '1913.00000',
      }))
    const counted = rounds.map(({ votes, exhausted, lost, quota }) => ({
      votes: Object.fromEntries(Object.entries(votes).filter(([, each]) => each !== '0.00000')),
      exhausted,
      lost,
      quota,
    }))
    expect(expected).toHaveLength(9)
    expect(counted).toEqual(expected)
  })
})
