import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { countPlaywright, countSuite, countVitest } from './counts.mjs'

const directory = mkdtempSync(join(tmpdir(), 'urna-counts-'))
const path = join(directory, 'report.json')
afterEach(() => {
  rmSync(path, { force: true })
})

const vitest = (passed: number, failed: number, files: object[] = []): object => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults: files,
})

function count(report: object | undefined, exitCode: number): object {
  if (report) writeFileSync(path, JSON.stringify(report))
  return countSuite(path, exitCode, countVitest)
}

describe('the counts of a suite', () => {
  it('are those of its report', () => {
    expect(count(vitest(12, 0), 0)).toEqual({ passed: 12, failed: 0 })
    expect(count(vitest(11, 1), 1)).toEqual({ passed: 11, failed: 1 })
  })

  it('have a failure when it ran no test', () => {
    expect(count(vitest(0, 0), 0)).toEqual({ passed: 0, failed: 1 })
  })

  it('have a failure when it wrote no report', () => {
    expect(count(undefined, 0)).toEqual({ passed: 0, failed: 1 })
  })

  it('have a failure when it ended badly without a failed test', () => {
    expect(count(vitest(12, 0), 1)).toEqual({ passed: 12, failed: 1 })
  })

  it('have a failure for each file that could not be loaded', () => {
    const broken = { status: 'failed', assertionResults: [] }
    const fine = { status: 'passed', assertionResults: [{}] }
    expect(count(vitest(1, 0, [fine, broken, broken]), 1)).toEqual({ passed: 1, failed: 2 })
  })
})

describe('the counts of whole elections', () => {
  it('take a test that passed at the second try as passed', () => {
    const report = { stats: { expected: 3, flaky: 1, unexpected: 0 }, errors: [] }
    expect(countPlaywright(report)).toEqual({ passed: 4, failed: 0 })
  })

  it('have a failure when a file could not be loaded', () => {
    const report = { stats: { expected: 0, flaky: 0, unexpected: 0 }, errors: [{}] }
    expect(countPlaywright(report)).toEqual({ passed: 0, failed: 1 })
  })
})
