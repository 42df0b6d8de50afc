import type { AuditCode } from '#protocol/audit/fault'
import { msg } from '@lit/localize'

/** Which rule a document breaks, in a few words; its code stands beside them. */
export function faultWords(code: AuditCode): string {
  switch (code) {
    case 'wrong-count':
      return msg('What it says is not what the ballots add up to.')
    case 'over-issued':
      return msg('More people voted than had the right to.')
    case 'missing':
      return msg('It is not there, and others rest on it.')
    case 'rewritten':
      return msg('It was changed or deleted, and it must never be.')
    case 'bad-chain':
      return msg('It does not fit the rest of the record.')
    case 'bad-address':
      return msg('Its content was altered: it is not what its name stands for.')
    case 'bad-signature':
      return msg('It is not signed by whoever must sign it.')
    case 'bad-credential':
      return msg('Nobody gave its voter the right to cast it.')
    case 'wrong-manifest':
    case 'unknown-election':
      return msg('It belongs to another election.')
    case 'overvote':
    case 'unknown-option':
    case 'bad-sequence':
      return msg('It is a ballot that the rules of this election do not allow.')
    default:
      return msg('It is not written as the rules say.')
  }
}
