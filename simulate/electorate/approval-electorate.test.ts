import { describe, expect, it } from 'vitest'
import { approvalElectorate, namedIds } from './approval-electorate.ts'
import { BallotsFileError } from './ballots-file.ts'

const place = { election: 'from-a-file', closes: '2026-05-02T08:00:00Z' }
const ballots = (...names: string[][]): ReadonlySet<string>[] => names.map((each) => new Set(each))

describe('the electorate of a ballots file', () => {
  it('has an option for each name and a voter for each ballot', () => {
    const { definition, voters } = approvalElectorate(ballots(['Eva Ó', 'Ada'], [], ['Ada']), place)
    expect(definition.contests[0]?.options).toEqual([
      { id: 'ada', title: 'Ada' },
      { id: 'eva-o', title: 'Eva Ó' },
    ])
    expect(voters.map((voter) => voter.ballots)).toEqual([
      [{ approval: ['ada', 'eva-o'] }],
      [{ approval: [] }],
      [{ approval: ['ada'] }],
    ])
  })

  it('sorts the choices by id, as a ballot has them', () => {
    const { voters } = approvalElectorate(ballots(['Zoe', 'ada']), place)
    expect(voters[0]?.ballots[0]).toEqual({ approval: ['ada', 'zoe'] })
  })

  it.each([
    ['no name', ballots([], []), 'The ballots name no option.'],
    [
      'too many names',
      ballots(Array.from({ length: 1001 }, (_, n) => `n${n}`)),
      'The ballots name 1001 options',
    ],
    ['a name that is too long', ballots(['x'.repeat(501)]), 'A name is longer than 500 letters'],
  ])('is refused with %s', (_what, given, message) => {
    expect(() => approvalElectorate(given, place)).toThrow(BallotsFileError)
    expect(() => approvalElectorate(given, place)).toThrow(message)
  })
})

describe('the id of a name', () => {
  it('is different for each name and always an id', () => {
    const long = 'x'.repeat(80)
    const names = ['Ada', 'ada', 'ADA!', '3rd way', '李', '王', `${long}1`, `${long}2`, '-']
    const ids = [...namedIds(names).values()]
    expect(new Set(ids).size).toBe(names.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9-]{0,62}$/)
  })
})
