import { msg, str } from '@lit/localize'
import { electionHref, joinHref } from '../app/routes.ts'
import type { ElectionOnDevice } from '../device.ts'
import { formatMoment } from '../language/format.ts'
import type { NextStep } from './next-step.ts'

export interface StepWords {
  readonly title: string
  readonly sentence?: string
  readonly action?: string
  readonly href?: string
  readonly primary?: boolean
}

/**
 * What to do now, in words, and the way to it.
 *
 * @param voted whether this phone has cast a ballot in it.
 */
export function stepWords(step: NextStep, election: ElectionOnDevice, voted: boolean): StepWords {
  const vote = electionHref(election.id, 'vote')
  const until = formatMoment(election.closes)
  switch (step) {
    case 'vote':
      return {
        title: msg('You can vote now'),
        sentence: msg(str`Until ${until}. It works without a network too.`),
        action: msg('Start voting'),
        href: vote,
        primary: true,
      }
    case 'continue-ballot':
      return {
        title: msg('You have begun a ballot'),
        sentence: msg('Your choices are still there. Nothing is cast yet.'),
        action: msg('Continue your ballot'),
        href: vote,
        primary: true,
      }
    case 'may-change':
      return {
        title: msg('You have voted'),
        sentence: msg(str`You can change your vote until ${until}.`),
        action: msg('Change your vote'),
        href: vote,
      }
    case 'vote-again':
      return {
        title: msg('Your ballot was rejected'),
        sentence: msg(str`You can vote again until ${until}.`),
        action: msg('Vote again'),
        href: vote,
        primary: true,
      }
    case 'done':
      return {
        title: msg('You have voted'),
        sentence: msg('This election takes one ballot. Your vote is final.'),
      }
    case 'join':
    case 'finish-joining':
    case 'wait-for-opening':
      return earlyWords(step, election)
    default:
      return lateWords(step, election, voted)
  }
}

/** Before this phone can vote. */
function earlyWords(
  step: 'join' | 'finish-joining' | 'wait-for-opening',
  { id, manifest, manifestHash }: ElectionOnDevice,
): StepWords {
  switch (step) {
    case 'join':
      return {
        title: msg('You have not joined yet'),
        sentence: msg('This phone has the election, and not yet the right to vote in it.'),
        action: msg('Join with your code'),
        href: joinHref(id, manifestHash),
        primary: true,
      }
    case 'finish-joining':
      return {
        title: msg('Joining is not finished'),
        sentence: msg('Your ballot key is safe on this phone. The election office has not answered yet.'),
      }
    case 'wait-for-opening':
      return {
        title: msg('Voting has not begun'),
        sentence: msg(
          str`It opens ${formatMoment(manifest.opens)}. You have joined, so there is nothing else to do.`,
        ),
      }
  }
}

/** When nobody can vote any more. */
function lateWords(
  step: 'wait-for-result' | 'see-result' | 'cancelled',
  { id, joined, acceptUntil, accepting }: ElectionOnDevice,
  voted: boolean,
): StepWords {
  const results = electionHref(id, 'results')
  switch (step) {
    case 'wait-for-result':
      return {
        title:
          joined === 'joined' && !voted
            ? msg('Voting has closed, and you did not vote here')
            : msg('Voting has closed'),
        sentence: accepting
          ? msg(
              str`Ballots cast before closing on phones without a network are still taken until ${formatMoment(acceptUntil)}.`,
            )
          : msg('The last ballots are being counted.'),
        action: msg('Go to the results'),
        href: results,
      }
    case 'see-result':
      return {
        title: msg('The result is final'),
        action: msg('See the result'),
        href: results,
        primary: true,
      }
    case 'cancelled':
      return {
        title: msg('This election was cancelled'),
        sentence: msg('No ballot of it counts. The organiser can say why.'),
      }
  }
}
