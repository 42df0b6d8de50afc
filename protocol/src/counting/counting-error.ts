/** Why these ballots cannot be counted in this way. */
export type CountingErrorCode =
  /** Score and STAR need scored ballots. */
  | 'needs-scores'
  /** The method elects one. */
  | 'one-seat'
  /** More ballots, or points, than the arithmetic is exact for. */
  | 'too-many-votes'
  /** The lot does not name each candidate once. */
  | 'bad-lot'

export class CountingError extends Error {
  override readonly name = 'CountingError'
  readonly code: CountingErrorCode

  constructor(code: CountingErrorCode, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
  }
}

/** `votes`, when it is a whole number that a Number holds exactly. @throws {CountingError} too-many-votes. */
export function exact(votes: number): number {
  if (!Number.isSafeInteger(votes)) throw new CountingError('too-many-votes', 'more than 2^53 units of votes')
  return votes
}
