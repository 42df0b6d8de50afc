import { msg } from '@lit/localize'

export interface RefusalWords {
  readonly why: string
  readonly todo: string
}

/** Why a ballot was rejected and what its voter can do. `code` is the protocol's, or one of a newer server. */
export function refusalWords(code: string | undefined): RefusalWords {
  switch (code) {
    case 'late':
      return {
        why: msg('It reached the election office after the deadline.'),
        todo: msg(
          'Ask the organiser whether the deadline can be extended. This ballot cannot be sent again.',
        ),
      }
    case 'not-open':
      return {
        why: msg('It reached the election office before voting had begun.'),
        todo: msg('Vote again when the election is open.'),
      }
    case 'bad-sequence':
      return {
        why: msg(
          'The office has another ballot of yours already: one that you cast on another phone, or before you restored your recovery file.',
        ),
        todo: msg(
          'Where you can still vote, vote again: the new ballot takes its place. Where one ballot is all, the first one counts. If you never cast another, tell the organiser.',
        ),
      }
    case 'bad-credential':
      return {
        why: msg(
          'The right to vote that this phone holds is not one that the office gave out for this election.',
        ),
        todo: msg('Tell the organiser: your code may have to be replaced.'),
      }
    case 'wrong-manifest':
    case 'unknown-election':
      return {
        why: msg('It is for another election than the one the office runs under this name.'),
        todo: msg('Compare the fingerprint with the organiser’s before you vote again.'),
      }
    default:
      return defectWords(code)
  }
}

/** What a phone never does when its software is right. */
function defectWords(code: string | undefined): RefusalWords {
  const todo = msg('Update Urna and vote again. If it happens again, tell the organiser the reason above.')
  switch (code) {
    case 'overvote':
      return { why: msg('It has more choices than a contest allows.'), todo }
    case 'unknown-option':
      return { why: msg('It has a choice that is not on the ballot paper.'), todo }
    case 'too-large':
      return { why: msg('It is larger than a ballot may be.'), todo }
    case 'unsupported':
      return { why: msg('It uses something that this office’s server does not know yet.'), todo }
    case 'bad-signature':
    case 'bad-address':
      return {
        why: msg('Its signature does not fit its content. It may have been altered on the way.'),
        todo,
      }
    case 'malformed':
      return { why: msg('It is not written as a ballot must be.'), todo }
    default:
      return { why: msg('The office gave a reason that this version of Urna does not know.'), todo }
  }
}
