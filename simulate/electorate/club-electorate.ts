import type { Votes } from '#protocol/formats/ballot'
import { paperOf } from '#protocol/formats/contest-method'
import type { Vote } from '#protocol/formats/votes'
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
  {
    id: 'captain',
    title: 'Who should be captain?',
    method: 'irv',
    options: [
      { id: 'hal', title: 'Hal Ito' },
      { id: 'ina', title: 'Ina Jensen' },
      { id: 'jo', title: 'Jo Kaur' },
      { id: 'kim', title: 'Kim Lopez' },
    ],
  },
  {
    id: 'delegates',
    title: 'Who should go to the assembly?',
    method: 'stv-scottish',
    seats: 2,
    options: [
      { id: 'lea', title: 'Lea Moreau' },
      { id: 'mia', title: 'Mia Nowak' },
      { id: 'nils', title: 'Nils Okafor' },
      { id: 'oda', title: 'Oda Petit' },
      { id: 'pia', title: 'Pia Quist' },
    ],
  },
  {
    id: 'motto',
    title: 'Which motto for the year?',
    method: 'schulze',
    options: [
      { id: 'far', title: 'Further together' },
      { id: 'out', title: 'Out and about' },
      { id: 'wide', title: 'Wide open' },
    ],
  },
  {
    id: 'song',
    title: 'How do you like these songs?',
    method: 'star',
    options: [
      { id: 'jazz', title: 'The slow one' },
      { id: 'polka', title: 'The fast one' },
      { id: 'waltz', title: 'The old one' },
    ],
  },
]
/** What STAR takes when nothing else is said. */
const MOST_STARS = 5

/** Voters of a club with a contest of each kind, who vote as `random` (0 up to 1) has it. */
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
function choose({ method, seats = 1, options }: ContestDefinition, random: () => number): Vote {
  const isScored = paperOf(method) === 'scores'
  if (random() < BLANK) return isScored ? {} : []
  const liking = options.map(({ id }, place) => ({ id, joy: random() / (1 + place * 0.2) }))
  liking.sort((a, b) => b.joy - a.joy)
  if (isScored) return Object.fromEntries(liking.map(({ id, joy }) => [id, Math.round(joy * MOST_STARS)]))
  const count = method === 'plurality' ? seats : 1 + Math.floor(random() * options.length)
  const chosen = liking.slice(0, count).map(({ id }) => id)
  return paperOf(method) === 'selection' ? chosen.sort() : chosen
}
