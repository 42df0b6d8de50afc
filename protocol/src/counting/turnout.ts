import type { CountResult } from './transcript.ts'

/** How many ballots, by weight, were valid, blank and invalid. */
export class Turnout {
  valid = 0
  blank = 0
  invalid = 0

  /** Counts a ballot in; by a negative weight, out again. */
  count(as: 'valid' | 'blank' | 'invalid', weight: number): void {
    this[as] += weight
  }

  get ballots(): number {
    return this.valid + this.blank + this.invalid
  }

  figures(): Pick<CountResult, 'ballots' | 'valid' | 'blank' | 'invalid'> {
    return { ballots: this.ballots, valid: this.valid, blank: this.blank, invalid: this.invalid }
  }
}
