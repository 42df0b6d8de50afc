import { parseArgs } from 'node:util'
import { METHODS } from '#protocol/formats/contest-method'
import type { Method } from '#protocol/counting/transcript'

const OPTIONS = {
  method: { type: 'string' },
  seats: { type: 'string' },
  selections: { type: 'string' },
  contest: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** What was asked for. */
export interface Request {
  readonly place: string
  /** Without one, the file decides. */
  readonly method: Method | undefined
  readonly seats: number | undefined
  /** How many candidates a voter may choose, for plurality. */
  readonly selections: number | undefined
  readonly contest: string | undefined
  readonly json: boolean
}

/** What was typed is no command. */
export class Mistyped extends Error {}

/** @throws {Mistyped} */
export function readArguments(argv: readonly string[]): Request {
  const { values, positionals } = parse(argv)
  const [place, ...rest] = positionals
  if (place === undefined || rest.length > 0)
    throw new Mistyped('Give one file of ballots, or - for standard input. --help says more.')
  return {
    place,
    method: readMethod(values.method),
    seats: readCount('--seats', values.seats),
    selections: readCount('--selections', values.selections),
    contest: values.contest,
    json: values.json,
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split(/\.? To specify|\n/)
    throw new Mistyped(line)
  }
}

function readMethod(text: string | undefined): Method | undefined {
  const method = METHODS.find((each) => each === text)
  if (text !== undefined && !method) throw new Mistyped(`--method ${text} is none of ${METHODS.join(', ')}.`)
  return method
}

function readCount(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,4}$/.test(text))
    throw new Mistyped(`${option} must be a whole number above zero, and not ${text}.`)
  return Number(text)
}
