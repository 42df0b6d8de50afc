import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SecretError } from './private-file.ts'
import { readSecret } from './secret-file.ts'

const unixOnly = it.skipIf(process.platform === 'win32')
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-secret-'))
})
afterEach(() => rm(directory, { recursive: true }))

async function secretFile(content: string): Promise<string> {
  const file = join(directory, 'given.key')
  await writeFile(file, content, { mode: 0o600 })
  return file
}

describe('the secret file', () => {
  it('is made on first use and stays the same', async () => {
    const nested = join(directory, 'data')
    const first = await readSecret({ file: undefined, directory: nested })
    expect(first).toHaveLength(32)
    expect(await readSecret({ file: undefined, directory: nested })).toEqual(first)
    expect(await readdir(nested)).toEqual(['secret.key'])
  })

  it('is one and the same for servers that start at once', async () => {
    const secrets = await Promise.all(
      Array.from({ length: 8 }, () => readSecret({ file: undefined, directory })),
    )
    expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1)
    expect(await readdir(directory)).toEqual(['secret.key'])
  })

  unixOnly('can be read by its owner only', async () => {
    await readSecret({ file: undefined, directory })
    expect((await stat(join(directory, 'secret.key'))).mode & 0o777).toBe(0o600)
  })

  unixOnly.each([0o640, 0o604, 0o660])('is refused when others can read it (%o)', async (mode) => {
    const file = await secretFile('ab'.repeat(32))
    await chmod(file, mode)
    await expect(readSecret({ file, directory })).rejects.toThrow(
      /can be read by other users: run "chmod 600/,
    )
  })

  it('may be hex or base64url, with the newline that editors add', async () => {
    const hex = await readSecret({ file: await secretFile(`${'ab'.repeat(32)}\n`), directory })
    const text = Buffer.alloc(32, 0xab).toString('base64url')
    expect(await readSecret({ file: await secretFile(text), directory })).toEqual(hex)
  })

  it.each(['', 'hunter2', 'ab'.repeat(31)])('that holds no 32 bytes (%j) is refused', async (content) => {
    const file = await secretFile(content)
    await expect(readSecret({ file, directory })).rejects.toThrow(SecretError)
  })

  it('that the operator named must exist: no secret is made in its place', async () => {
    const file = join(directory, 'missing.key')
    await expect(readSecret({ file, directory })).rejects.toThrow(/cannot be read \(ENOENT\)/)
    expect(await readdir(directory)).toEqual([])
  })
})
