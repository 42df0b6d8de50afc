import { msg, str } from '@lit/localize'
import type { BallotOnDevice, BallotStage, ElectionOnDevice } from '../device.ts'
import { formatMoment } from '../language/format.ts'
import type { IconName } from '../ui/icon.ts'

export interface StageWords {
  readonly icon: IconName
  readonly word: string
  readonly sentence: string
}

/** The honest states of a ballot: none says more than this phone knows. */
export function stageWords(stage: BallotStage): StageWords {
  switch (stage) {
    case 'saved':
      return {
        icon: 'phone',
        word: msg('Saved on this phone'),
        sentence: msg(
          'Not sent yet. It will be sent as soon as this phone is online. Open this page again if it takes long.',
        ),
      }
    case 'received':
      return {
        icon: 'received',
        word: msg('Received'),
        sentence: msg('The election office holds your ballot.'),
      }
    case 'counted':
      return {
        icon: 'check',
        word: msg('Counted'),
        sentence: msg('This phone has checked that your ballot is in the public record.'),
      }
    case 'rejected':
      return {
        icon: 'cross',
        word: msg('Rejected'),
        sentence: msg('The election office did not take this ballot. It does not count.'),
      }
  }
}

/** By when a ballot that is not sent yet has to arrive, or that this was too long ago. */
export function deadlineWords({
  acceptUntil,
  accepting,
}: Pick<ElectionOnDevice, 'acceptUntil' | 'accepting'>): string {
  const deadline = formatMoment(acceptUntil)
  return accepting
    ? msg(str`It must reach the election office by ${deadline}.`)
    : msg(
        str`The election office took ballots until ${deadline}. If this one arrives later, it will be rejected.`,
      )
}

/** What became of a ballot after a later one of the same phone. */
export function replacedWords({ stage }: BallotOnDevice, laterCounted: boolean): string {
  if (laterCounted) return msg('It no longer counts: your later ballot is counted.')
  return stage === 'counted'
    ? msg('It counts until your later ballot is counted.')
    : msg('Your later ballot takes its place.')
}
