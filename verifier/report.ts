import type { AuditReport } from '#protocol/audit/election-audit'
import type { Fault } from '#protocol/audit/fault'
import { fingerprint } from '#protocol/formats/manifest'

/** What a person reads at the end. @param isTrusted the manifest hash was given and not taken from the documents. */
export function describeReport(report: AuditReport, isTrusted: boolean): string {
  const { election, manifestHash, log, checked, count, faultCount } = report
  return [
    '',
    `Election     ${election}`,
    `Manifest     ${manifestHash} (${fingerprint(manifestHash)})`,
    ...(isTrusted
      ? []
      : ['             taken from the documents: compare it with your join link or printed code']),
    `Log          ${log.size} ballots, root ${log.root}`,
    `Checked      ${Object.entries(checked).map(inWords).join(', ')}`,
    `Turnout      ${count.turnout}`,
    ...count.contests.flatMap(({ id, votes, elected }) => [
      `${id.padEnd(12)} ${elected.length === 0 ? 'nobody is elected' : `elected: ${elected.join(', ')}`}`,
      ...Object.entries(votes).map(([option, votesOf]) => `             ${option} ${votesOf}`),
    ]),
    '',
    ...report.faults.map(faultLine),
    ...(faultCount > report.faults.length ? [`… and ${faultCount - report.faults.length} more`] : []),
    verdict(report),
  ].join('\n')
}

/** The same for a program: one line of JSON. */
export function reportJson(report: AuditReport, isTrusted: boolean): string {
  const verified = report.faultCount === 0
  return JSON.stringify({ verified, manifestHashGiven: isTrusted, ...report })
}

function faultLine({ document, code, detail }: Fault): string {
  return `refuted: ${document}: ${code}: ${detail}`
}

function verdict({ faultCount, isClosed, published, log }: AuditReport): string {
  if (faultCount > 0) return 'REFUTED: what is claimed is not what the documents show.'
  if (!published) return 'Verified, and there is no result yet.'
  if (isClosed) return 'VERIFIED: this is the final result.'
  const part = published.body.size === log.size ? '' : ` of the first ${published.body.size} ballots`
  return `Verified: this is the result${part}. The election is not closed, and it may still grow.`
}

function inWords([kind, count]: [string, number]): string {
  return `${count} ${count === 1 ? (SINGULAR[kind] ?? kind) : kind}`
}

const SINGULAR: Readonly<Record<string, string>> = {
  amendments: 'amendment',
  issuances: 'issuance',
  checkpoints: 'checkpoint',
  tiles: 'tile',
  receipts: 'receipt',
  batches: 'batch',
  ballots: 'ballot',
}
