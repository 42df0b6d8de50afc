import type { Votes } from '#protocol/formats/ballot'
import type { ContestDefinition, Electorate, Voter } from './electorate.ts'

/** Of all voters: who changes their mind once, whose phone loses an answer, and who leaves a contest blank. */
const RECASTS = 0.1
const LOST_ANSWERS = 0.05
const BLANK = 0.05

const CONTESTS: readonly ContestDefinition[] = [
  {
    id: 'chair',
    title: 'Who should chair the club?',
    method: 'plurality',
    options: [
      { id: 'ada', title: 'Ada Brandt' },
      { id: 'bob', title: 'Bob Castillo' },
      { id: 'cem', title: 'Cem Demir' },
    ],
  },
  {
    id: 'board',
    title: 'Who should sit on the board?',
    method: 'plurality',
    seats: 2,
    options: [
      { id: 'dia', title: 'Dia Eriksen' },
      { id: 'eli', title: 'Eli Fontaine' },
      { id: 'fay', title: 'Fay Gallo' },
      { id: 'gus', title: 'Gus Hoang' },
    ],
  },
  {
    id: 'outings',
    title: 'Which outings would you join?',
    method: 'approval',
    options: [
      { id: 'hills', title: 'Three days in the hills' },
      { id: 'island', title: 'The island by ferry' },
      { id: 'museum', title: 'The museum by night' },
    ],
  },
]

/** Voters of a club with three contests, who vote as `random` (0 up to 1) has it. */
export function clubElectorate(
  size: number,
  { election, closes }: { election: string; closes: string },
  random: () => number,
): Electorate {
  const voters = Array.from({ length: size }, (): Voter => {
    const ballots = Array.from({ length: random() < RECASTS ? 2 : 1 }, () => chooseAll(random))
    return { ballots, losesAnswers: random() < LOST_ANSWERS }
  })
  return { definition: { election, title: 'Simulation: a club votes', closes, contests: CONTESTS }, voters }
}

function chooseAll(random: () => number): Votes {
  return Object.fromEntries(CONTESTS.map((contest) => [contest.id, choose(contest, random)]))
}

/** Options that stand earlier are liked more, so that a result looks like one. */
function choose({ method, seats = 1, options }: ContestDefinition, random: () => number): string[] {
  if (random() < BLANK) return []
  const liking = options.map(({ id }, place) => ({ id, joy: random() / (1 + place * 0.2) }))
  liking.sort((a, b) => b.joy - a.joy)
  const count = method === 'approval' ? 1 + Math.floor(random() * options.length) : seats
  const chosen = liking.slice(0, count).map(({ id }) => id)
  return chosen.sort()
}
