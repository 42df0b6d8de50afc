import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeBlt } from './generate.ts'
import { measure } from './measure.ts'

const progress = { begin: () => undefined, advance: () => undefined, end: () => undefined }
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'urna-bench-tally-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('writes the same ballots from the same seed, and others from another', async () => {
  const texts = await Promise.all(
    [1, 1, 2].map(async (seed, file) => {
      const path = join(folder, `${file}.blt`)
      await writeBlt(path, 500, seed, progress)
      return readFile(path, 'utf8')
    }),
  )
  expect(texts[0]).toBe(texts[1])
  expect(texts[0]).not.toBe(texts[2])
})

it('measures the reading and the counting of every ballot', async () => {
  const path = join(folder, 'measured.blt')
  await writeBlt(path, 12_345, 3, progress)
  const { ballots, distinct, parse, count } = await measure(path, 1)
  expect(ballots).toBe(12_345)
  expect(distinct).toBeGreaterThan(6000)
  expect([parse, count.irv, count['stv-scottish']].every((seconds) => seconds > 0)).toBe(true)
})
