import { countVotes } from '#protocol/counting/count'
import { ProfileBuilder } from '#protocol/counting/profile-builder'
import type { Method, TieBreak } from '#protocol/counting/transcript'
import { paperOf } from '#protocol/formats/contest-method'
import type { Contest } from '#protocol/formats/manifest'
import type { ContestResult, Result } from '#protocol/formats/result'
import { summarize } from '#protocol/tally/summarize'
import type { ElectionOnDevice } from '../device.ts'
import type { CountShown } from '../results/reading/count-reading.ts'
import type { FakeDevice } from './fake-device.ts'
import { fakeElection } from './fake-elections.ts'

/** Elections that were counted, by the engine that counts real ones, from a few ballots. */

/** How often each ballot was cast: `{abc: 3}` ranks a first, `{a5c2: 3}` gives points; `a` is the first option. */
type Ballots = Readonly<Record<string, number>>

export interface FakeCount {
  readonly contest: Contest
  readonly result: ContestResult
}

const OPTIONS = [
  { id: 'ada', title: { en: 'Ada Nwosu', ar: 'آدا نووسو' } },
  { id: 'bruno', title: { en: 'Bruno Salgado Iturralde', ar: 'برونو سالغادو' } },
  { id: 'chen', title: { en: 'Chen Wei', ar: 'تشن وي' } },
  { id: 'dana', title: { en: 'Dana Whitfield', ar: 'دانا ويتفيلد' } },
  { id: 'fatima', title: { en: 'Fatima Zahra El Amrani-Benkirane', ar: 'فاطمة الزهراء العمراني' } },
  { id: 'goran', title: { en: 'Goran Petrović', ar: 'غوران بيتروفيتش' } },
  { id: 'hana', title: { en: 'Hana Kobayashi', ar: 'هانا كوباياشي' } },
] as const

const CHAIR = {
  en: 'Who should chair the board?',
  es: '¿Quién debe presidir la junta?',
  ar: 'من ينبغي أن يرأس مجلس الإدارة؟',
}
const TREASURER = {
  en: 'Who should be the treasurer?',
  es: '¿Quién debe llevar la tesorería?',
  ar: 'من ينبغي أن يتولى أمانة الصندوق؟',
}
const MINUTES = {
  en: 'Who should write the minutes?',
  es: '¿Quién debe redactar las actas?',
  ar: 'من ينبغي أن يكتب المحاضر؟',
}
const BOARD = {
  en: 'Three members of the board for the years 2027 to 2029',
  es: 'Tres vocales de la junta para los años 2027 a 2029',
  ar: 'ثلاثة أعضاء في مجلس الإدارة للأعوام 2027 إلى 2029',
}
const DELEGATES = {
  en: 'Three delegates to the federation',
  es: 'Tres personas delegadas ante la federación',
  ar: 'ثلاثة مندوبين إلى الاتحاد',
}
/** Where one election has several contests, each asks something else. */
const TITLES: Partial<Readonly<Record<Method, Contest['title']>>> = {
  'ranked-pairs': TREASURER,
  borda: TREASURER,
  star: MINUTES,
  'stv-scottish': BOARD,
  'stv-meek': DELEGATES,
}

interface Asked {
  /** How many people stand. */
  readonly options?: number
  readonly seats?: number
  readonly tieBreak?: TieBreak
}

/** Counts `ballots` as a contest of a manifest is counted. Its order that breaks ties is not the one on the paper. */
export function fakeCount(
  method: Method,
  ballots: Ballots,
  { options = 5, seats = 1, tieBreak = { rule: 'order' } }: Asked = {},
): FakeCount {
  const contest = contestOf(method, options, seats)
  const scored = paperOf(method) === 'scores'
  const profile = new ProfileBuilder(scored ? 'scored' : 'ranked')
  const numberOf = (letter: string): number => options - 1 - (letter.charCodeAt(0) - 97)
  for (const [ballot, weight] of Object.entries(ballots))
    profile.add(scored ? pointsOf(ballot, numberOf) : Array.from(ballot, (each) => [numberOf(each)]), weight)
  const counted = countVotes(method, profile.build({ candidates: contest.ties, seats }), { tieBreak })
  const { rounds, ties, pairwise, ballots: cast, blank } = counted
  const transcript = { rounds, ties, ...(pairwise ? { pairwise } : {}) }
  const result = { id: method, ballots: cast, blank, ...summarize(contest, transcript), transcript }
  return { contest, result }
}

function contestOf(method: Method, options: number, seats: number): Contest {
  const shown = OPTIONS.slice(0, options)
  return {
    id: method,
    title: TITLES[method] ?? CHAIR,
    method,
    seats,
    maxSelections: options,
    options: shown,
    order: 'fixed',
    ties: shown.map(({ id }) => id).reverse(),
    ...(paperOf(method) === 'scores' ? { maxScore: 5 } : {}),
  }
}

function pointsOf(ballot: string, numberOf: (letter: string) => number): [number, number][] {
  const marks = [...ballot.matchAll(/([a-z])(\d)/g)]
  return marks.map(([, letter = '', score]) => [numberOf(letter), Number(score)])
}

/** What the results screen has of one contest. */
export function countShown({ contest, result }: FakeCount, final = true): CountShown {
  const { manifest } = electionOf('shown', [{ contest, result }], {})
  if (!result.transcript) throw new Error(`${contest.id} has no rounds`)
  return { manifest, contest, result, transcript: result.transcript, final }
}

export const IRV_BALLOTS: Ballots = {
  abe: 62,
  acb: 30,
  bae: 55,
  bca: 29,
  b: 11,
  ceb: 20,
  ca: 18,
  dbe: 21,
  dae: 9,
  ebd: 33,
  eab: 14,
  e: 7,
}

export const STV_BALLOTS: Ballots = {
  abce: 96,
  aegb: 48,
  ad: 17,
  bcd: 41,
  bga: 20,
  cbe: 37,
  cd: 18,
  dce: 33,
  dgf: 12,
  efg: 29,
  ea: 24,
  fge: 21,
  f: 6,
  gfc: 19,
  gd: 14,
}

/** Nobody beats all others: the example of Schulze’s paper. */
export const CIRCLE_BALLOTS: Ballots = {
  acbed: 35,
  adecb: 35,
  bedac: 56,
  cabed: 21,
  caebd: 49,
  cbade: 14,
  dceba: 49,
  ebadc: 56,
}

export const SCORE_BALLOTS: Ballots = {
  a5b3c1: 61,
  a5b4d2: 40,
  b5a4c4: 52,
  b5c3: 31,
  c5b3d3: 44,
  d5c4a1: 23,
  d4e5: 12,
}

/** Dana and Fatima are level with the fewest votes, and no earlier round tells them apart. */
export const LEVEL_BALLOTS: Ballots = { abc: 40, bac: 40, cab: 9, cba: 9, dcb: 2, ecb: 2 }

/** Puts an election of these contests on a phone, with its result. */
export function putCounted(
  device: FakeDevice,
  election: string,
  counts: readonly FakeCount[],
  final: boolean,
): void {
  device.put(electionOf(election, counts, { phase: final ? 'final' : 'open' }))
  device.results(election).set({ result: resultOf(election, counts), final, eligible: 480, live: true })
}

/** One election for each way in which counts are shown. */
export function putCounts(device: FakeDevice): void {
  const board = { options: 7, seats: 3 }
  putCounted(device, 'irv-2026', [fakeCount('irv', IRV_BALLOTS)], true)
  putCounted(
    device,
    'stv-2026',
    [fakeCount('stv-scottish', STV_BALLOTS, board), fakeCount('stv-meek', STV_BALLOTS, board)],
    true,
  )
  const pairs = [fakeCount('schulze', CIRCLE_BALLOTS), fakeCount('ranked-pairs', CIRCLE_BALLOTS)]
  putCounted(device, 'pairs-2026', pairs, true)
  const points = [
    fakeCount('score', SCORE_BALLOTS),
    fakeCount('borda', CIRCLE_BALLOTS),
    fakeCount('star', SCORE_BALLOTS),
  ]
  putCounted(device, 'points-2026', points, true)
  putCounted(device, 'level-2026', [fakeCount('irv', LEVEL_BALLOTS)], false)
}

function electionOf(
  id: string,
  counts: readonly FakeCount[],
  rest: Partial<ElectionOnDevice>,
): ElectionOnDevice {
  const contests = counts.map(({ contest }) => contest)
  const groups = [{ id: 'all', weight: 1, contests: contests.map((contest) => contest.id) }]
  const title = {
    en: 'Board election of the Harbour Co-operative',
    es: 'Elección de la junta de la Cooperativa del Puerto',
    ar: 'انتخابات مجلس إدارة تعاونية الميناء',
  }
  return fakeElection(id, title, rest, { contests, groups })
}

function resultOf(election: string, counts: readonly FakeCount[]): Result {
  const contests = counts.map(({ result }) => result)
  const turnout = Math.max(...contests.map(({ ballots }) => ballots))
  const key = 'A'.repeat(43)
  return { v: 1, election, manifest: key, amendments: key, size: turnout, root: key, turnout, contests }
}
