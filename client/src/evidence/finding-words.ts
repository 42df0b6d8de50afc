import { msg } from '@lit/localize'
import type { ElectionOnDevice } from '../device.ts'

export type LogFinding = NonNullable<ElectionOnDevice['finding']>

/** What the office's record does that no honest record can. */
export function findingWords(finding: LogFinding): string {
  switch (finding) {
    case 'forked':
      return msg(
        'The election office has signed two different records of the same number of ballots. At least one of them is false.',
      )
    case 'rewritten':
      return msg(
        'The election office now shows a record that does not continue the one that it showed before. Ballots may have been changed or left out.',
      )
    case 'shrunk':
      return msg('The election office no longer shows ballots that were in its record before.')
  }
}
