import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { ROOT } from './tool.mjs'

/** @typedef {{passed: number, failed: number, failures: string[]}} Counts failures: a line for each that has a name. */

/**
 * What a suite did, of the report that it wrote. A suite that died, or that ran nothing, has failed once: silence is not
 * success.
 *
 * @param {string} path
 * @param {number} exitCode
 * @param {(report: unknown) => Counts} read
 * @returns {Counts}
 */
export function countSuite(path, exitCode, read) {
  const counts = readReport(path, read)
  const silent = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0)
  return silent ? { ...counts, failed: 1 } : counts
}

/** @param {string} path @param {(report: unknown) => Counts} read @returns {Counts} */
function readReport(path, read) {
  try {
    return read(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { passed: 0, failed: 0, failures: [] }
  }
}

/**
 * @typedef {{status: string, fullName: string, failureMessages?: string[]}} VitestTest
 * @typedef {{name: string, status: string, message?: string, assertionResults: VitestTest[]}} VitestFile
 */

/** A file that could not be loaded has no test in it that failed. @param {unknown} report @returns {Counts} */
export function countVitest(report) {
  const { numPassedTests, numFailedTests, testResults } =
    /** @type {{numPassedTests: number, numFailedTests: number, testResults: VitestFile[]}} */ (report)
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const failures = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => describe(name, fullName, failureMessages?.[0])),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    failures: [...failures, ...broken.map(({ name, message }) => describe(name, 'not loaded', message))],
  }
}

/**
 * @typedef {{message?: string}} PlaywrightError
 * @typedef {{title: string, ok: boolean, file: string, tests: {results: {errors: PlaywrightError[]}[]}[]}} PlaywrightSpec
 * @typedef {{suites?: PlaywrightSuite[], specs: PlaywrightSpec[]}} PlaywrightSuite
 */

/** A test that passed at the second try counts as passed. @param {unknown} report @returns {Counts} */
export function countPlaywright(report) {
  const { stats, errors, suites } =
    /** @type {{stats: {expected: number, flaky: number, unexpected: number}, errors: PlaywrightError[], suites: PlaywrightSuite[]}} */ (
      report
    )
  const failures = specsOf(suites)
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => describe(file, title, tests[0]?.results[0]?.errors[0]?.message))
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + (stats.unexpected === 0 ? errors.length : 0),
    failures: [...failures, ...errors.map(({ message }) => describe('', 'not run', message))],
  }
}

/** @param {PlaywrightSuite[]} suites @returns {PlaywrightSpec[]} */
function specsOf(suites) {
  return suites.flatMap(({ specs, suites: inner = [] }) => [...specs, ...specsOf(inner)])
}

/** @param {string} file @param {string} test @param {string} [message] */
function describe(file, test, message = '') {
  const place = file.startsWith(ROOT) ? relative(ROOT, file) : file
  const [reason = ''] = message.replace(COLOUR, '').split('\n')
  return [place, test, reason].filter((part) => part !== '').join(' › ')
}

// eslint-disable-next-line no-control-regex -- the reports keep the colours of a terminal.
const COLOUR = /\u001b\[\d+m/g
