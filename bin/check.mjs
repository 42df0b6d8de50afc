import { availableParallelism } from 'node:os'
import { BUILT, ensureClientBuilt } from './client.mjs'
import { Failure } from './failure.mjs'
import { measureFirstLoad, MOST_FIRST_LOAD } from './first-load.mjs'
import { ensureInstalled } from './install.mjs'
import { runInstalled } from './tool.mjs'

/** @typedef {{ok: boolean, output: string, note?: string}} Verdict */
/** @typedef {{name: string, run: () => Promise<Verdict>}} Check */

const PARTS = [
  'bin',
  'protocol/src',
  'couchdb/src',
  'sync-server/src',
  'simulate',
  'tally',
  'trials',
  'client/src',
  'e2e',
]

/** The longest first, so that the last to end begins early. @type {readonly Check[]} */
const CHECKS = [
  { name: 'lint', run: () => tool('eslint', ['.', '--max-warnings', '0']) },
  { name: 'types (Node)', run: () => tool('typescript/tsc', ['-p', 'tsconfig.node.json']) },
  { name: 'types (browser)', run: () => tool('typescript/tsc', ['-p', 'tsconfig.client.json']) },
  { name: 'formatting', run: () => tool('prettier', ['--check', '--log-level', 'warn', '.']) },
  { name: 'dependency rules', run: checkDependencies },
  { name: 'first load', run: checkFirstLoad },
  { name: 'unused code', run: () => tool('knip', ['--no-progress']) },
]

/** @param {readonly string[]} args */
export async function runChecks(args) {
  if (args.length > 0) throw new Failure(`"${args[0]}" is not an option of check.`, 2)
  await ensureInstalled()
  const waiting = [...CHECKS]
  let failed = 0
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) if (!(await runCheck(check))) failed++
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work))
  console.log(failed === 0 ? 'All is well.' : `${failed} of ${CHECKS.length} checks failed.`)
  return failed === 0 ? 0 : 1
}

/** @param {Check} check */
async function runCheck({ name, run }) {
  const started = performance.now()
  const { ok, output, note } = await run()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${ok ? '✓' : '✗'} ${name.padEnd(18)} ${seconds.padStart(5)} s${note ? `  ${note}` : ''}`)
  if (!ok) console.log(output.trimEnd())
  return ok
}

/** @param {string} name @param {readonly string[]} args @returns {Promise<Verdict>} */
async function tool(name, args) {
  const { code, output } = await runInstalled(name, args, { keep: true })
  return { ok: code === 0, output }
}

/** A configuration that finds no module finds no violation either, so the number of modules is part of the verdict. */
async function checkDependencies() {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...PARTS]
  const { output } = await runInstalled('dependency-cruiser/depcruise', args, { keep: true })
  const { summary } = readCruise(output)
  if (!summary) return { ok: false, output }
  const lines = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  if (summary.totalCruised === 0) lines.push('No module was found: the rules were checked on nothing.')
  return { ok: lines.length === 0, output: lines.join('\n'), note: `${summary.totalCruised} modules` }
}

/** A phone with one bar of signal waits for these bytes before it shows anything. */
async function checkFirstLoad() {
  await ensureClientBuilt()
  const { files, bytes } = measureFirstLoad(BUILT)
  const note = `${(bytes / 1024).toFixed(1)} of ${MOST_FIRST_LOAD / 1024} KiB brotli`
  return { ok: files.length > 0 && bytes <= MOST_FIRST_LOAD, output: files.join('\n'), note }
}

/**
 * @param {string} output
 * @returns {{summary?: {totalCruised: number, violations: {rule: {name: string}, from: string, to: string}[]}}}
 */
function readCruise(output) {
  try {
    return JSON.parse(output)
  } catch {
    return {}
  }
}
