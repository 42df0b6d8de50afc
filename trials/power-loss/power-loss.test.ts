import { describe, expect, it } from 'vitest'
import { canTrace } from './system-calls.ts'
import { runTrial } from './trial.ts'

const progress = { begin: () => undefined, advance: () => undefined, end: () => undefined }
const options = { voters: 15, cuts: 9, seed: 1, progress }

describe.skipIf(!canTrace())('a power cut right after a promise', { timeout: 180_000 }, () => {
  it('loses no ballot with a receipt, no credential and no signed log', async () => {
    const outcome = await runTrial({ ...options, syncs: true })
    expect(outcome.losses).toEqual([])
    expect(outcome.cuts).toBe(9)
    expect(outcome.credentials).toBe(15)
    expect(outcome.ballots).toBeGreaterThanOrEqual(15)
  })

  it('loses them when the syncs are taken away, so that the first claim means something', async () => {
    const { losses } = await runTrial({ ...options, cuts: 3, syncs: false })
    expect(losses.join()).toContain('ballots with a receipt are lost')
  })
})
