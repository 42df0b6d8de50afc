import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { countPlaywright, countSuite, countVitest } from './counts.mjs'
import { ROOT } from './tool.mjs'

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
  const { passed, failed } = countSuite(path, exitCode, countVitest)
  return { passed, failed }
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
    const broken = { name: 'a.test.ts', status: 'failed', assertionResults: [] }
    const fine = { status: 'passed', assertionResults: [{}] }
    expect(count(vitest(1, 0, [fine, broken, broken]), 1)).toEqual({ passed: 1, failed: 2 })
  })
})

describe('the counts of whole elections', () => {
  it('take a test that passed at the second try as passed', () => {
    const report = { stats: { expected: 3, flaky: 1, unexpected: 0 }, errors: [], suites: [] }
    expect(countPlaywright(report)).toMatchObject({ passed: 4, failed: 0 })
  })

  it('have a failure when a file could not be loaded', () => {
    const report = { stats: { expected: 0, flaky: 0, unexpected: 0 }, errors: [{}], suites: [] }
    expect(countPlaywright(report)).toMatchObject({ passed: 0, failed: 1 })
  })
})

describe('the failures of a suite', () => {
  const red = '\u001b[31mexpected 1 to be 2\u001b[39m\n    at somewhere'

  it('name the file, the test and the first line of the reason', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'a sum adds' },
      { status: 'failed', fullName: 'a sum carries', failureMessages: [red] },
    ]
    const name = join(ROOT, 'protocol', 'sum.test.ts')
    const report = vitest(1, 1, [{ name, status: 'failed', assertionResults }])
    expect(countVitest(report).failures).toEqual([
      `${join('protocol', 'sum.test.ts')} › a sum carries › expected 1 to be 2`,
    ])
  })

  it('name a file that could not be loaded', () => {
    const file = {
      name: join(ROOT, 'a.test.ts'),
      status: 'failed',
      message: 'no such module',
      assertionResults: [],
    }
    expect(countVitest(vitest(0, 0, [file])).failures).toEqual(['a.test.ts › not loaded › no such module'])
  })

  it('are found in suites within suites of whole elections', () => {
    const spec = (title: string, ok: boolean, errors: object[]): object => ({
      title,
      ok,
      file: 'vote.spec.ts',
      tests: [{ results: [{ errors }] }],
    })
    const suites = [
      { specs: [spec('joins', true, [])], suites: [{ specs: [spec('votes', false, [{ message: red }])] }] },
    ]
    const report = { stats: { expected: 1, flaky: 0, unexpected: 1 }, errors: [], suites }
    expect(countPlaywright(report).failures).toEqual(['vote.spec.ts › votes › expected 1 to be 2'])
  })
})
