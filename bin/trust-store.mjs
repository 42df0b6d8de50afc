import { run } from './tool.mjs'

/**
 * One test needs a browser that trusts an authority of ours, which NSS's `certutil` writes down for Chromium on Linux. It is
 * installed where that can be done without asking; elsewhere the test says that it was left out.
 */
export async function ensureTrustStore() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return
  if ((await run('certutil', ['--help'], { keep: true })).code !== 127) return
  console.error('Installing libnss3-tools, with which a test tells Chromium whom to trust …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'libnss3-tools']
  if ((await run('apt-get', install, { keep: true, env })).code === 0) return
  await run('apt-get', ['update', '-qq'], { keep: true, env })
  await run('apt-get', install, { keep: true, env })
}
