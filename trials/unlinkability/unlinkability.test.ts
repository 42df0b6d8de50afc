import { expect, it } from 'vitest'
import { problemsOf } from './cli.ts'
import { runTrial } from './trial.ts'

const progress = { begin: () => undefined, advance: () => undefined, end: () => undefined }
const options = { voters: 40, votersAtOnce: 24, seed: 1, draws: 500, progress }

it('nothing that a server holds links voters to ballots more than chance, unless they vote at once', async () => {
  const outcome = await runTrial(options)
  expect(problemsOf(outcome)).toEqual([])
  expect(outcome.independent.rules).toBeGreaterThan(100)
  expect(outcome.atOnce.best.find(({ kind }) => kind === 'place')?.score).toBe(24)
})
