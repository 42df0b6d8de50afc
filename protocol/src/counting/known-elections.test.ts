import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { countVotes } from './count.ts'
import { ProfileBuilder } from './profile-builder.ts'
import type { Profile } from './profile.ts'
import { winnersOf } from './testing/elections.ts'
import { readPlainBlt } from './testing/plain-blt.ts'
import type { CountResult, Round } from './transcript.ts'

const folder = process.env['URNA_TEST_DATA'] ?? '/nowhere'
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

describe.skipIf(!existsSync(folder))('real elections have their known outcomes', () => {
  it('Burlington 2009: one profile, three winners', () => {
    const profile = readPlainBlt(read('burlington-2009-mayor.blt'))
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
    const result = countVotes('irv', readPlainBlt(read('city-of-sydney-mayoral.blt')))
    expect(winnersOf(result)).toEqual(['MOORE Clover'])
    expect(lastVotes(result, 'MOORE Clover')).toBe('60926')
    expect(lastVotes(result, 'SCOTT Linda')).toBe('28786')
  })

  it('Utah 2025: approval', () => {
    const result = countVotes('approval', readApprovals(read('utah-2025-senate-11-approval.csv')))
    expect(winnersOf(result)).toEqual(['Emily Buss'])
    expect(result.ballots).toBe(1301)
    const names = ['Emily Buss', 'Maleah Bliss', 'Tynley Bean', 'Jeff Marshall', 'Jeff Saunders']
    expect(names.map((name) => lastVotes(result, name))).toEqual(['615', '430', '419', '407', '395'])
  })

  it('Debian 2020: Schulze with equal ranks', () => {
    expect(winnersOf(countVotes('schulze', readPlainBlt(read('debian-2020.blt'))))).toEqual([
      'Jonathan Carter',
    ])
  })

  it('Govan 2007: Scottish STV, each round to five decimals', () => {
    const result = countVotes('stv-scottish', readPlainBlt(read('glasgow-2007-govan.blt')))
    expect(winnersOf(result)).toEqual(['Allison Hunter', 'John Flanagan', 'Stephen Dornan', 'Shaukat Butt'])
    const expected = readRounds(read('glasgow-2007-govan-rounds.txt'))
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

function readApprovals(text: string): Profile {
  const candidates: string[] = []
  const builder = new ProfileBuilder('ranked')
  for (const line of text.trim().split('\n')) {
    const names = line.trim().split(',')
    for (const name of names) if (!candidates.includes(name)) candidates.push(name)
    builder.add([names.map((name) => candidates.indexOf(name))])
  }
  return builder.build({ candidates, seats: 1 })
}
