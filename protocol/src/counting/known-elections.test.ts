import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readText } from '../files/testing/read-text.ts'
import { countVotes } from './count.ts'
import type { Profile } from './profile.ts'
import { winnersOf } from './testing/elections.ts'
import type { CountResult, Round } from './transcript.ts'

const folder = process.env['URNA_TEST_DATA'] ?? '/nowhere'
const read = (name: string, marks?: 'approvals'): Profile =>
  readText(readFileSync(join(folder, name)), marks).profile

describe.skipIf(!existsSync(folder))('real elections have their known outcomes', () => {
  it('Burlington 2009: one profile, three winners', () => {
    const profile = read('burlington-2009-mayor.blt')
    expect(profile.ballots.weights.reduce((sum, weight) => sum + weight, 0)).toBe(8980)
    const plurality = countVotes('plurality', profile)
    expect([winnersOf(plurality), lastVotes(plurality, 'Wright')]).toEqual([['Wright'], '2951'])
    const irv = countVotes('irv', profile)
    expect([winnersOf(irv), lastVotes(irv, 'Kiss'), lastVotes(irv, 'Wright')]).toEqual([
      ['Kiss'],
      '4313',
      '4061',
    ])
    for (const method of ['schulze', 'ranked-pairs'] as const) {
      const { pairwise, candidates, ...result } = countVotes(method, profile)
      expect(winnersOf({ ...result, candidates })).toEqual(['Montroll'])
      const [montroll, kiss] = ['Montroll', 'Kiss'].map((name) => candidates.indexOf(name)) as [
        number,
        number,
      ]
      expect(pairwise?.preferred[montroll]?.[kiss]).toBe(4067)
      expect(pairwise?.preferred[kiss]?.[montroll]).toBe(3477)
    }
  })

  it('Sydney 2021: preferences are optional', () => {
    const result = countVotes('irv', read('city-of-sydney-mayoral.blt'))
    expect(winnersOf(result)).toEqual(['MOORE Clover'])
    expect(lastVotes(result, 'MOORE Clover')).toBe('60926')
    expect(lastVotes(result, 'SCOTT Linda')).toBe('28786')
  })

  it('Utah 2025: approval', () => {
    const result = countVotes('approval', read('utah-2025-senate-11-approval.csv', 'approvals'))
    expect(winnersOf(result)).toEqual(['Emily Buss'])
    expect(result.ballots).toBe(1301)
    const names = ['Emily Buss', 'Maleah Bliss', 'Tynley Bean', 'Jeff Marshall', 'Jeff Saunders']
    expect(names.map((name) => lastVotes(result, name))).toEqual(['615', '430', '419', '407', '395'])
  })

  it('Debian 2020: Schulze with equal ranks', () => {
    expect(winnersOf(countVotes('schulze', read('debian-2020.blt')))).toEqual(['Jonathan Carter'])
  })

  it('Govan 2007: Scottish STV, each round to five decimals', () => {
    const result = countVotes('stv-scottish', read('glasgow-2007-govan.blt'))
    expect(winnersOf(result)).toEqual(['Allison Hunter', 'John Flanagan', 'Stephen Dornan', 'Shaukat Butt'])
    const expected = readRounds(readFileSync(join(folder, 'glasgow-2007-govan-rounds.txt'), 'utf8'))
    expect(expected).toHaveLength(9)
    expect(result.rounds.map((round) => figuresOf(round, result.candidates))).toEqual(expected)
    expect(new Set(result.rounds.map(({ quota }) => quota))).toEqual(new Set(['1913.00000']))
  })
})

interface Figures {
  readonly votes: Record<string, string>
  readonly exhausted: string
  readonly lost: string
}

function figuresOf({ votes, exhausted, lost }: Round, candidates: readonly string[]): Figures {
  const named = candidates.map((name, candidate): [string, string] => [name, votes[candidate] ?? ''])
  return { votes: Object.fromEntries(named.filter(([, each]) => !/^0\.0*$/.test(each))), exhausted, lost }
}

/** The first count and what each transfer left, without candidates who have nothing. */
function readRounds(text: string): Figures[] {
  const actions = text
    .split('Action: ')
    .filter((action) => /^(Begin|Surplus transf|Transfer defeated)/.test(action))
  return actions.map((action) => {
    const named = [...action.matchAll(/^\s+(?:Hopeful|Elected|Pending):\s+(.+) \(([\d.]+)\)$/gm)]
    return {
      votes: Object.fromEntries(named.map(([, name = '', votes = '']) => [name, votes])),
      exhausted: /Nontransferable votes: ([\d.]+)/.exec(action)?.[1] ?? '',
      lost: /Residual: ([\d.]+)/.exec(action)?.[1] ?? '',
    }
  })
}

function lastVotes({ candidates, rounds }: CountResult, name: string): string | undefined {
  return rounds.at(-1)?.votes[candidates.indexOf(name)]
}
