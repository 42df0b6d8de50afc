import { expect, it } from 'vitest'
import { runTrial } from './trial.ts'

const progress = { begin: () => undefined, advance: () => undefined, end: () => undefined }
/** Short lives, so that all are killed in one election or two. */
const longestLife = (): number => 300
const options = {
  seed: 1,
  longestLife,
  voters: 40,
  concurrency: 16,
  couchdbUrl: undefined,
  secret: undefined,
  progress,
}

it('processes killed at random while phones vote lose nothing, and nothing is there twice', async () => {
  const outcome = await runTrial({ ...options, kills: 6 })
  expect(outcome.disagreements).toEqual([])
  expect([...outcome.kills.values()].reduce((sum, kills) => sum + kills, 0)).toBe(6)
  expect(outcome.issued).toBe(40 * outcome.elections)
  expect(outcome.accepted).toBe(outcome.issued)
  expect(outcome.counted).toBe(outcome.issued)
  expect(outcome.logged).toBe(outcome.acceptedBallots)
  expect(outcome.checkpoints).toBeGreaterThanOrEqual(outcome.elections)
}, 240_000)
