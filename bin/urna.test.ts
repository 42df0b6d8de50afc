import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function urna(args: readonly string[], root = ROOT): Promise<Ended> {
  const env = { ...process.env, PORT: '', HOST: '', COUCHDB_URL: '', ROLES: '' }
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'bin', 'urna.mjs'), ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
    })
  })
}

describe('urna', () => {
  it('prints its version and its commands without anything installed', async () => {
    const clone = await mkdtemp(join(tmpdir(), 'urna-bare-'))
    try {
      await cp(join(ROOT, 'bin'), join(clone, 'bin'), { recursive: true })
      await cp(join(ROOT, 'package.json'), join(clone, 'package.json'))
      const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
        version: string
      }
      expect(await urna(['--version'], clone)).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
      expect((await urna([], clone)).stdout).toContain('simulate')
    } finally {
      await rm(clone, { recursive: true })
    }
  })

  it.each([
    ['an unknown command', ['vote'], 'There is no command "vote".'],
    ['an inherited word', ['constructor'], 'There is no command "constructor".'],
    ['a wrong port', ['start', '--port', 'x'], '--port is "x": it must be a number from 0 to 65535'],
    ['an unknown option of serve', ['serve', '--prot', '1'], "Unknown option '--prot'"],
    ['an unknown option of simulate', ['simulate', '--voter', '1'], "Unknown option '--voter'"],
    ['an unknown option of create', ['create', '--code', '1'], "Unknown option '--code'"],
    ['an option of check', ['check', '--fix'], '"--fix" is not an option of check.'],
  ])('answers %s with one line and exit code 2', async (_what, args, line) => {
    const { code, stdout, stderr } = await urna(args)
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
      code: 2,
      stdout: '',
      lines: 1,
    })
    expect(stderr).toContain(line)
  })

  it('explains a command', async () => {
    expect((await urna(['help', 'serve'])).stdout).toContain('COUCHDB_URL')
    expect((await urna(['create', '--help'])).stdout).toContain('--codes')
  })
})
