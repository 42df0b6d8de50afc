import fc from 'fast-check'
import { ProfileBuilder } from '../profile-builder.ts'
import type { Profile, Ranking, Scoring } from '../profile.ts'
import type { CountResult, Method } from '../transcript.ts'

/** A generated election; what a test changes before it builds the profile. */
export interface Election {
  readonly kind: Profile['kind']
  readonly candidates: readonly string[]
  readonly seats: number
  readonly withdrawn: readonly number[]
  readonly ballots: readonly (readonly [ballot: Ranking | Scoring, weight: number])[]
}

export function profileOf({ kind, ballots, ...contest }: Election): Profile {
  const builder = new ProfileBuilder(kind)
  for (const [ballot, weight] of ballots) builder.add(ballot, weight)
  return builder.build(contest)
}

export function winnersOf({ winners, candidates }: CountResult): string[] {
  return winners.map((winner) => candidates[winner] ?? '')
}

/** A ranked election written as `{'a>b=c': 3}`, with the candidates in the order given. */
export function rankedElection(
  names: string,
  ballots: Readonly<Record<string, number>>,
  seats = 1,
): Election {
  const candidates = names.split(' ')
  const places = (text: string): number[][] =>
    text === ''
      ? []
      : text.split('>').map((place) => place.split('=').map((name) => candidates.indexOf(name)))
  return {
    kind: 'ranked',
    candidates,
    seats,
    withdrawn: [],
    ballots: Object.entries(ballots).map(([text, weight]) => [places(text), weight]),
  }
}

const NAMES = ['ada', 'bob', 'cem', 'eva', 'ida', 'kim']
const SCORING: readonly Method[] = ['score', 'star']
const ONE_SEAT: readonly Method[] = ['irv']

interface Shape {
  /** Only ballots that rank every candidate in a place of its own. */
  readonly strict?: boolean
  readonly withdrawals?: boolean
  readonly seats?: number
  /** The most ballots alike. */
  readonly weight?: number
  readonly candidates?: number
}

/** Elections that `method` counts; small ones, so that ties are frequent. */
export function electionsFor(method: Method, shape: Shape = {}): fc.Arbitrary<Election> {
  const kind = SCORING.includes(method) ? 'scored' : 'ranked'
  const mostSeats = ONE_SEAT.includes(method) ? 1 : 4
  const size = fc.integer({ min: 2, max: shape.candidates ?? NAMES.length })
  return size.chain((count) => {
    const ballot: fc.Arbitrary<Ranking | Scoring> = kind === 'scored' ? scoring(count) : ranking(count, shape)
    return fc.record({
      kind: fc.constant(kind),
      candidates: fc.constant(NAMES.slice(0, count)),
      seats: shape.seats === undefined ? fc.integer({ min: 1, max: mostSeats }) : fc.constant(shape.seats),
      withdrawn: shape.withdrawals ? fc.subarray(numbers(count), { maxLength: 2 }) : fc.constant([]),
      ballots: fc.array(fc.tuple(ballot, fc.integer({ min: 1, max: shape.weight ?? 9 })), { maxLength: 14 }),
    })
  })
}

function ranking(count: number, { strict }: Shape): fc.Arbitrary<Ranking> {
  const full = fc
    .shuffledSubarray(numbers(count), { minLength: count })
    .map((order) => order.map((candidate) => [candidate]))
  if (strict) return full
  const short = fc.shuffledSubarray(numbers(count)).map((order) => order.map((candidate) => [candidate]))
  const wild = fc.array(fc.array(fc.nat(count - 1), { maxLength: 3 }), { maxLength: count })
  return fc.oneof(full, { arbitrary: short, weight: 2 }, wild)
}

function scoring(count: number): fc.Arbitrary<Scoring> {
  return fc.uniqueArray(fc.tuple(fc.nat(count - 1), fc.nat(5)), { selector: ([candidate]) => candidate })
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, each) => each)
}
