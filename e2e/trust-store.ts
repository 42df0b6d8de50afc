import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Whether this machine can give a browser an authority to trust: Chromium takes it from a file on Linux alone. */
export async function canTrust(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  return run('certutil', ['--help']).then(
    () => true,
    (error: unknown) => (error as { code?: unknown }).code !== 'ENOENT',
  )
}

/**
 * Makes the authority whose certificate is in `der` trusted by any Chromium whose HOME is `home`, as a person does who
 * installs it: nothing tells the browser to ignore anything.
 */
export async function trustAuthority(home: string, der: Uint8Array): Promise<void> {
  const store = join(home, '.pki', 'nssdb')
  const file = join(home, 'authority.crt')
  await mkdir(store, { recursive: true })
  await writeFile(file, der)
  await run('certutil', ['-d', `sql:${store}`, '-N', '--empty-password'])
  await run('certutil', ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'Urna', '-i', file])
}
