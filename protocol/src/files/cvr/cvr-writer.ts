/** A contest as its cast vote records need it. Ids of contest and options are the manifest's. */
export interface CvrContestInfo {
  readonly election: { readonly id: string; readonly title: string }
  readonly id: string
  readonly title: string
  /** NIST SP 1500-103, VoteVariation. */
  readonly variation: 'plurality' | 'n-of-m' | 'approval' | 'borda' | 'rcv' | 'range'
  readonly seats: number
  readonly maxSelections: number
  /** In the order that breaks ties. */
  readonly options: readonly { readonly id: string; readonly name: string }[]
  /** RFC 3339. */
  readonly generated: string
}

/** A ballot in one contest. */
export interface CvrBallot {
  readonly id: string
  readonly weight: number
  /** Ids of options by place; methods without ranks have one place. */
  readonly places?: readonly (readonly string[])[]
  /** Of a contest of scores, by option. */
  readonly scores?: Readonly<Record<string, number>>
}

/**
 * What comes before the first record of a report, NIST SP 1500-103 version 1.0. Between two records comes
 * {@link BETWEEN_RECORDS}, and after the last {@link cvrEnd}.
 */
export function cvrBegin(contest: CvrContestInfo): string {
  const head = {
    '@type': 'CVR.CastVoteRecordReport',
    Version: '1.0.0',
    GeneratedDate: contest.generated,
    ReportGeneratingDeviceIds: ['device'],
    ReportingDevice: [{ '@id': 'device', '@type': 'CVR.ReportingDevice', Application: 'Urna' }],
    GpUnit: [{ '@id': 'unit', '@type': 'CVR.GpUnit', Type: 'other' }],
    Election: [electionOf(contest)],
  }
  return `${JSON.stringify(head).slice(0, -1)},"CVR":[\n`
}

export const BETWEEN_RECORDS = ',\n'

export function cvrEnd(): string {
  return '\n]}\n'
}

/**
 * One ballot. What it weighs is `NumberVotes`, or there its score; of a blank one that stands at a position without a mark.
 */
export function cvrRecord(contest: CvrContestInfo, ballot: CvrBallot): string {
  const { id, weight, places = [], scores = {} } = ballot
  const isRanked = contest.variation === 'rcv' || contest.variation === 'borda'
  const marks = [
    ...places.flatMap((place, index) =>
      place.map((option) => selectionOf(option, weight, 'yes', isRanked ? index + 1 : undefined)),
    ),
    ...Object.entries(scores).map(([option, score]) => selectionOf(option, score, 'yes', undefined)),
  ]
  const blank = marks.length === 0 ? contest.options.slice(0, 1) : []
  const snapshot = {
    '@id': `snapshot:${id}`,
    '@type': 'CVR.CVRSnapshot',
    Type: 'original',
    CVRContest: [
      {
        '@type': 'CVR.CVRContest',
        ContestId: contestId(contest.id),
        CVRContestSelection: [
          ...marks,
          ...blank.map((option) => selectionOf(option.id, weight, 'no', undefined)),
        ],
      },
    ],
  }
  return JSON.stringify({
    '@type': 'CVR.CVR',
    UniqueId: id,
    ElectionId: contest.election.id,
    CurrentSnapshotId: snapshot['@id'],
    CVRSnapshot: [snapshot],
  })
}

function electionOf({
  election,
  id,
  title,
  variation,
  seats,
  maxSelections,
  options,
}: CvrContestInfo): object {
  return {
    '@id': election.id,
    '@type': 'CVR.Election',
    Name: election.title,
    ElectionScopeId: 'unit',
    Candidate: options.map((option) => ({
      '@id': `candidate:${option.id}`,
      '@type': 'CVR.Candidate',
      Name: option.name,
    })),
    Contest: [
      {
        '@id': contestId(id),
        '@type': 'CVR.CandidateContest',
        Name: title,
        VoteVariation: variation,
        NumberElected: seats,
        VotesAllowed: maxSelections,
        ContestSelection: options.map((option) => ({
          '@id': selectionId(option.id),
          '@type': 'CVR.CandidateSelection',
          CandidateIds: [`candidate:${option.id}`],
        })),
      },
    ],
  }
}

function selectionOf(
  option: string,
  votes: number,
  indication: 'yes' | 'no',
  rank: number | undefined,
): object {
  const position = {
    '@type': 'CVR.SelectionPosition',
    HasIndication: indication,
    NumberVotes: votes,
    ...(rank === undefined ? {} : { Rank: rank }),
  }
  return {
    '@type': 'CVR.CVRContestSelection',
    ContestSelectionId: selectionId(option),
    SelectionPosition: [position],
  }
}

function contestId(id: string): string {
  return `contest:${id}`
}

function selectionId(option: string): string {
  return `selection:${option}`
}
