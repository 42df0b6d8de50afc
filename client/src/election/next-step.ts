import type { BallotOnDevice, ElectionOnDevice } from '../device.ts'

/** The one thing that a voter can do now in an election, or why there is nothing to do. */
export type NextStep =
  | 'join'
  | 'finish-joining'
  | 'wait-for-opening'
  | 'vote'
  | 'continue-ballot'
  | 'may-change'
  | 'done'
  | 'vote-again'
  | 'wait-for-result'
  | 'see-result'
  | 'cancelled'

type Election = Pick<ElectionOnDevice, 'phase' | 'joined' | 'manifest'>

export function nextStep(
  election: Election,
  ballots: readonly BallotOnDevice[],
  hasDraft: boolean,
): NextStep {
  switch (election.phase) {
    case 'cancelled':
      return 'cancelled'
    case 'final':
      return 'see-result'
    case 'closed':
      return 'wait-for-result'
    case 'draft':
      return election.joined === 'joined' ? 'wait-for-opening' : joiningStep(election)
    case 'open':
      return election.joined === 'joined' ? votingStep(election, ballots, hasDraft) : joiningStep(election)
  }
}

/** Whether the ballot paper may be filled in. */
export function mayVote(election: Election, ballots: readonly BallotOnDevice[]): boolean {
  const step = nextStep(election, ballots, false)
  return step === 'vote' || step === 'may-change' || step === 'vote-again'
}

function joiningStep({ joined }: Election): NextStep {
  return joined === 'pending' ? 'finish-joining' : 'join'
}

function votingStep({ manifest }: Election, ballots: readonly BallotOnDevice[], hasDraft: boolean): NextStep {
  const standing = ballots.filter((ballot) => !ballot.replaced)
  const rejected = standing.some((ballot) => ballot.stage === 'rejected')
  if (manifest.recast === 'none' && standing.length > 0) return 'done'
  if (hasDraft) return 'continue-ballot'
  if (standing.length === 0) return 'vote'
  return rejected ? 'vote-again' : 'may-change'
}
