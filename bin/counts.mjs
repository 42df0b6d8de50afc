import { readFileSync } from 'node:fs'

/** @typedef {{passed: number, failed: number}} Counts */

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
  const { passed, failed } = readReport(path, read)
  const silent = failed === 0 && (exitCode !== 0 || passed === 0)
  return { passed, failed: silent ? 1 : failed }
}

/** @param {string} path @param {(report: unknown) => Counts} read @returns {Counts} */
function readReport(path, read) {
  try {
    return read(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { passed: 0, failed: 0 }
  }
}

/** A file that could not be loaded has no test in it that failed. @param {unknown} report @returns {Counts} */
export function countVitest(report) {
  const { numPassedTests, numFailedTests, testResults } =
    /** @type {{numPassedTests: number, numFailedTests: number, testResults: {status: string, assertionResults: unknown[]}[]}} */ (
      report
    )
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return { passed: numPassedTests, failed: numFailedTests + broken.length }
}

/** A test that passed at the second try counts as passed. @param {unknown} report @returns {Counts} */
export function countPlaywright(report) {
  const { stats, errors } =
    /** @type {{stats: {expected: number, flaky: number, unexpected: number}, errors: unknown[]}} */ (report)
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + (stats.unexpected === 0 ? errors.length : 0),
  }
}
