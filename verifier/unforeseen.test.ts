import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { run } from './cli.ts'
import { honest, publish } from './testing/finished-election.ts'
import { toText } from './testing/verify-documents.ts'

let folder: string | undefined
afterEach(async () => {
  vi.restoreAllMocks()
  if (folder) await rm(folder, { recursive: true })
})

it('a fault of the program itself ends with 2: it is no verdict', async () => {
  folder = await mkdtemp(join(tmpdir(), 'urna-unforeseen-'))
  const bundle = join(folder, 'bundle.ndjson')
  await writeFile(bundle, toText(publish(honest)))
  const fault = new TypeError('a fault')
  vi.spyOn(console, 'log').mockImplementation(() => {
    throw fault
  })
  const told = vi.spyOn(console, 'error').mockReturnValue()
  expect(await run([bundle])).toBe(2)
  expect(told).toHaveBeenCalledWith(fault)
})
