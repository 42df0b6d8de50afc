import { msg, str } from '@lit/localize'
import type { AuditReport } from '#protocol/audit/election-audit'
import { counted } from '../language/counted.ts'
import { formatNumber } from '../language/format.ts'
import type { StopReason } from './observer.ts'

/** What was verified, and whether it is the last word. */
export function verifiedWords({ published, isClosed, log }: AuditReport): string {
  if (!published)
    return msg('What the election office has published so far is right. There is no result yet.')
  if (isClosed) return msg('The published result is right, to the last vote. It is the final result.')
  if (published.body.size === log.size)
    return msg(
      'The published result is right, to the last vote. The election is not closed: it can still grow.',
    )
  return counted(
    published.body.size,
    'The published result is right for the first ballot. The election is not closed: it can still grow.',
    str`The published result is right for the first ${formatNumber(published.body.size)} ballots. The election is not closed: it can still grow.`,
  )
}

export function stopWords(reason: StopReason): string {
  switch (reason) {
    case 'unreachable':
      return msg(
        'The server cannot be reached just now. What was copied stays here, and it goes on from there.',
      )
    case 'missing':
      return msg('This server has no such election, or no public record of it. Check the link.')
    case 'storage':
      return msg('This device has no room for the record. Free some space, then go on.')
    case 'unexpected':
      return msg('Something went wrong on this device. What was copied stays here; try again.')
  }
}
