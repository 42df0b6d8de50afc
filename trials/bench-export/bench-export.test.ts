import { expect, it } from 'vitest'
import { runTrial } from './trial.ts'

const progress = { begin: () => undefined, advance: () => undefined, end: () => undefined }

it('reads every ballot as a bundle and the counted ones as a table, and weighs the server meanwhile', async () => {
  const { ballots, voters, json, csv } = await runTrial(150, progress)
  expect([ballots, voters]).toEqual([200, 2])
  expect(json.lines).toBeGreaterThan(200)
  expect(csv.lines).toBe(1 + voters)
  for (const { seconds, liveBefore, liveMost } of [json, csv]) {
    expect(seconds).toBeGreaterThan(0)
    expect(liveBefore).toBeGreaterThan(1e6)
    expect(liveMost).toBeGreaterThanOrEqual(liveBefore)
  }
})
