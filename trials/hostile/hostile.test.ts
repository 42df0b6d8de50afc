import { expect, it } from 'vitest'
import { run } from './cli.ts'
import { runTrial } from './trial.ts'

const progress = { begin: () => undefined, advance: () => undefined, end: () => undefined }

it('two thousand hostile requests are refused with a code, and the voters beside them are counted', async () => {
  const options = { requests: 2_000, seed: 1, lanes: 16, slow: false, office: undefined, progress }
  const outcome = await runTrial(options)
  expect(outcome.disagreements).toEqual([])
  expect(outcome.attack.sent).toBeGreaterThan(1_980)
  expect(outcome.beside).toMatchObject({ issued: 40, accepted: 40, counted: 40 })
}, 180_000)

it('a command that is typed wrong says so', async () => {
  expect(await run(['--requests', 'many'])).toBe(2)
})
