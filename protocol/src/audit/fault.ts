import type { RefusalCode } from '../errors.ts'

/**
 * Why a recount refutes an election: a document breaks a rule by itself (a {@link RefusalCode}), or what it says is not what
 * the other documents say.
 */
export type AuditCode =
  | RefusalCode
  /** A result is not the count of the ballots. */
  | 'wrong-count'
  /** More keys voted than credentials were given out, or voters are on the roll. */
  | 'over-issued'
  /** A document that others rest on is not there. */
  | 'missing'
  /** A document that never changes has a second content, or was deleted: whoever keeps revisions sees that. */
  | 'rewritten'

export interface Fault {
  /** The `_id` of the document, as far as it has one. */
  readonly document: string
  readonly code: AuditCode
  /** For a person: which rule. */
  readonly detail: string
}
