import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from './chromium.mjs'
import { ensureClientBuilt } from './client.mjs'
import { countPlaywright, countSuite, countVitest } from './counts.mjs'
import { Failure } from './failure.mjs'
import { ensureInstalled } from './install.mjs'
import { runInstalled } from './tool.mjs'
import { ensureTrustStore } from './trust-store.mjs'

/**
 * Every test: units and contracts in Node, the vectors again in Chromium, then whole elections in Chromium. The last line
 * is `N passed, N failed`.
 *
 * @param {readonly string[]} args
 */
export async function runTests(args) {
  if (args.length > 0)
    throw new Failure(`"${args[0]}" is not an option of test. For one file run: npx vitest run <file>`, 2)
  await ensureInstalled()
  const browser = await ensureChromium()
  await ensureTrustStore()
  await ensureClientBuilt()
  const reports = mkdtempSync(join(tmpdir(), 'urna-test-'))
  try {
    const env = { ...process.env, ...browser, NODE_ENV: 'test' }
    const units = await runVitest(join(reports, 'vitest.json'), env)
    const elections = await runPlaywright(join(reports, 'playwright.json'), env)
    const failed = units.failed + elections.failed
    // Again at the end, where a person looks first: what failed may be thousands of lines above.
    for (const failure of [...units.failures, ...elections.failures]) console.log(`failed: ${failure}`)
    console.log(`\n${units.passed + elections.passed} passed, ${failed} failed`)
    return failed === 0 ? 0 : 1
  } finally {
    rmSync(reports, { recursive: true, force: true })
  }
}

/** @param {string} report @param {NodeJS.ProcessEnv} env */
async function runVitest(report, env) {
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code } = await runInstalled('vitest', args, { env })
  return countSuite(report, code, countVitest)
}

/** @param {string} report @param {NodeJS.ProcessEnv} env */
async function runPlaywright(report, env) {
  const { code } = await runInstalled('@playwright/test/playwright', ['test', '--reporter=list,json'], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report, PLAYWRIGHT_FORCE_TTY: '0' },
  })
  return countSuite(report, code, countPlaywright)
}
