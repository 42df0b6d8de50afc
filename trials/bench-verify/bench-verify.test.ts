import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { secondsOfChecks } from './bare-checks.ts'
import { writeBundle } from './large-bundle.ts'
import { runVerifier } from './verifier-process.ts'

const progress = { begin: () => undefined, advance: () => undefined, end: () => undefined }

it('measures a recount that verifies, beside the same checks by themselves', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'urna-bench-verify-'))
  const path = join(folder, 'bundle.ndjson')
  const { manifestHash } = await writeBundle(path, 300, progress)
  expect(await secondsOfChecks(path)).toBeGreaterThan(0)
  const { seconds, cpuSeconds, memory } = await runVerifier(path, manifestHash)
  expect(seconds).toBeGreaterThan(0)
  expect([cpuSeconds, memory].every((figure) => figure >= 0)).toBe(true)
  await expect(runVerifier(path, manifestHash.replace(/^./, '_'))).rejects.toThrow('ended with 1')
  await rm(folder, { recursive: true })
})
