import { existsSync } from 'node:fs'
import { Failure } from './failure.mjs'
import { readTypeScript, run, runInstalled } from './tool.mjs'

/**
 * Finds a Chromium for the tests, or installs one: the system's, else Playwright's own, else Debian's.
 *
 * @returns {Promise<NodeJS.ProcessEnv>} what the tests need in their environment to find it again.
 */
export async function ensureChromium() {
  await readTypeScript()
  const { chromiumPath } = await import('../e2e/chromium.ts')
  const { chromium } = await import('playwright')
  if (chromiumPath() !== undefined || existsSync(chromium.executablePath())) return {}
  console.error('Installing Chromium, which the tests drive …')
  const asRoot = process.getuid?.() === 0
  const install = ['install', ...(asRoot ? ['--with-deps'] : []), 'chromium']
  const own = await runInstalled('playwright', install, { keep: true })
  if (own.code === 0 && existsSync(chromium.executablePath())) return {}
  if (asRoot && (await installFromDebian()) && chromiumPath() !== undefined) return {}
  throw new Failure(
    'No Chromium here, and none could be installed. Install one and set CHROMIUM_PATH to its program.',
  )
}

async function installFromDebian() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { keep: true, env })
  const { code } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
    keep: true,
    env,
  })
  return code === 0
}
