import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The last version for Node 20; run by npx and not installed with the rest, as it brings 185 MB. */
const LIGHTHOUSE = 'lighthouse@12.8.2'
export const CATEGORIES = ['accessibility', 'best-practices'] as const
type Category = (typeof CATEGORIES)[number]

/** What the audit of a screen says. */
export interface Report {
  /** Of 1. */
  readonly scores: Readonly<Record<Category, number>>
  /** The audits that weigh and are below 1. */
  readonly findings: readonly Finding[]
}

export interface Finding {
  readonly audit: string
  readonly title: string
  /** What it was found on, as JSON. */
  readonly details: string
}

/** What we read of Lighthouse's own report. */
interface LighthouseResult {
  readonly categories: Readonly<
    Record<
      Category,
      { readonly score: number; readonly auditRefs: readonly { id: string; weight: number }[] }
    >
  >
  readonly audits: Readonly<
    Record<
      string,
      { readonly title: string; readonly score: number | null; readonly details?: { items?: unknown } }
    >
  >
  readonly runtimeError?: { readonly message: string }
}

/**
 * Opens `url` as a phone in the browser that listens at `port`, with what that browser's profile keeps. The report stays in
 * `folder`, as `<name>.report.html` for people and as JSON.
 *
 * @throws Lighthouse could not be run, or the page could not be opened.
 */
export async function audit(url: string, port: number, folder: string, name: string): Promise<Report> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, name)
  await promisify(execFile)('npx', ['--yes', LIGHTHOUSE, url, ...options(port, path)], {
    shell: process.platform === 'win32',
  })
  const result = JSON.parse(await readFile(`${path}.report.json`, 'utf8')) as LighthouseResult
  if (result.runtimeError) throw new Error(`${name}: ${result.runtimeError.message}`)
  return readReport(result)
}

function options(port: number, path: string): readonly string[] {
  return [
    `--port=${String(port)}`,
    `--only-categories=${CATEGORIES.join()}`,
    // The right to vote and the ballots must still be there at the next screen.
    '--disable-storage-reset',
    '--output=html',
    '--output=json',
    `--output-path=${path}`,
    '--no-enable-error-reporting',
    '--quiet',
  ]
}

function readReport({ categories, audits }: LighthouseResult): Report {
  const weighing = CATEGORIES.flatMap((category) => categories[category].auditRefs).filter(
    ({ weight }) => weight > 0,
  )
  return {
    scores: {
      accessibility: categories.accessibility.score,
      'best-practices': categories['best-practices'].score,
    },
    findings: weighing.flatMap(({ id }) => {
      const { title = '', score = null, details } = audits[id] ?? {}
      return score === null || score === 1
        ? []
        : [{ audit: id, title, details: JSON.stringify(details?.items ?? []) }]
    }),
  }
}
