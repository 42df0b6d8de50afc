import { refuseFile } from '../ballot-file.ts'
import {
  CLOSE_CURLY,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  OPEN_CURLY,
  OPEN_SQUARE,
  QUOTE,
  quote,
  quoteBytes,
} from '../text.ts'
import { endOfValue, INCOMPLETE, skipSpace, TOO_DEEP } from './json-scan.ts'

type Phase = 'start' | 'name' | 'value' | 'element' | 'after-element' | 'after-value' | 'end'

/**
 * Cuts one JSON object into its members, and the list `list` into its elements, so that a report of any length is parsed
 * piece by piece.
 */
export class ReportStream {
  readonly #list: string
  readonly #takeElement: (element: unknown, path: string) => void
  readonly members = new Map<string, unknown>()
  #phase: Phase = 'start'
  #member = ''
  #index = 0
  #mayClose = false

  constructor(list: string, takeElement: (element: unknown, path: string) => void) {
    this.#list = list
    this.#takeElement = takeElement
  }

  /** @returns how far it came: the rest is not whole yet. @throws {BallotFileError} */
  read(bytes: Uint8Array, isLast: boolean): number {
    let at = 0
    for (;;) {
      at = skipSpace(bytes, at)
      if (at >= bytes.length) return at
      const next = this.#step(bytes, at, isLast)
      if (next === INCOMPLETE) return isLast ? this.#refuse('the file ends within a value.') : at
      at = next
    }
  }

  /** @throws {BallotFileError} syntax, when the object is not whole. */
  finish(): void {
    if (this.#phase !== 'end') this.#refuse('the file ends before its last brace.')
  }

  #step(bytes: Uint8Array, at: number, isLast: boolean): number {
    switch (this.#phase) {
      case 'start':
        return this.#punctuation(bytes, at, [[OPEN_CURLY, 'name']])
      case 'name':
        return this.#readName(bytes, at, isLast)
      case 'value':
        return this.#readMember(bytes, at, isLast)
      case 'element':
        return this.#readElement(bytes, at, isLast)
      case 'after-element':
        return this.#punctuation(bytes, at, [
          [COMMA, 'element'],
          [CLOSE_SQUARE, 'after-value'],
        ])
      case 'after-value':
        return this.#punctuation(bytes, at, [
          [COMMA, 'name'],
          [CLOSE_CURLY, 'end'],
        ])
      case 'end':
        return this.#refuse(`nothing comes after the last brace, and not ${quoteBytes(bytes, at, at + 1)}.`)
    }
  }

  #punctuation(bytes: Uint8Array, at: number, known: readonly (readonly [number, Phase])[]): number {
    const [, phase] = known.find(([byte]) => byte === bytes[at]) ?? []
    if (phase === undefined) {
      const wanted = known.map(([byte]) => `"${String.fromCharCode(byte)}"`).join(' or ')
      return this.#refuse(`${wanted} is expected, and not ${quoteBytes(bytes, at, at + 1)}.`)
    }
    this.#mayClose = this.#phase === 'start'
    this.#phase = phase
    return at + 1
  }

  #readName(bytes: Uint8Array, at: number, isLast: boolean): number {
    if (this.#mayClose && bytes[at] === CLOSE_CURLY) return this.#closeWith('end', at)
    if (bytes[at] !== QUOTE)
      this.#refuse(`a member’s name in quotes is expected, and not ${quoteBytes(bytes, at, at + 1)}.`)
    const end = endOfValue(bytes, at, isLast)
    if (end === INCOMPLETE) return INCOMPLETE
    const colon = skipSpace(bytes, end)
    if (colon >= bytes.length) return INCOMPLETE
    this.#member = String(this.#parse(bytes, at, end, '$'))
    if (bytes[colon] !== COLON) this.#refuse(`":" must follow ${quote(this.#member)}.`)
    if (this.members.has(this.#member)) this.#refuse(`${quote(this.#member)} is there twice.`)
    this.members.set(this.#member, undefined)
    this.#phase = 'value'
    return colon + 1
  }

  #readMember(bytes: Uint8Array, at: number, isLast: boolean): number {
    if (this.#member === this.#list && bytes[at] === OPEN_SQUARE) {
      this.#mayClose = true
      this.#phase = 'element'
      return at + 1
    }
    const end = endOfValue(bytes, at, isLast)
    if (end === INCOMPLETE) return INCOMPLETE
    this.members.set(this.#member, this.#parse(bytes, at, end, memberPath('$', this.#member)))
    return this.#closeWith('after-value', end - 1)
  }

  #readElement(bytes: Uint8Array, at: number, isLast: boolean): number {
    if (this.#mayClose && bytes[at] === CLOSE_SQUARE) return this.#closeWith('after-value', at)
    const end = endOfValue(bytes, at, isLast)
    if (end === INCOMPLETE) return INCOMPLETE
    const path = this.#path()
    this.#takeElement(this.#parse(bytes, at, end, path), path)
    this.#index++
    return this.#closeWith('after-element', end - 1)
  }

  #closeWith(phase: Phase, last: number): number {
    this.#mayClose = false
    this.#phase = phase
    return last + 1
  }

  #parse(bytes: Uint8Array, begin: number, end: number, path: string): unknown {
    if (end === TOO_DEEP) return refuseFile('syntax', path, 'the value is nested too deeply.')
    try {
      return JSON.parse(
        new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(begin, end)),
      )
    } catch (error) {
      if (error instanceof SyntaxError) return refuseFile('syntax', path, 'this is no JSON.')
      return refuseFile('encoding', path, 'this is no text in UTF-8.')
    }
  }

  #path(): string {
    if (this.#phase === 'element' || this.#phase === 'after-element') return `$.${this.#list}[${this.#index}]`
    return this.#phase === 'value' || this.#phase === 'after-value' ? memberPath('$', this.#member) : '$'
  }

  #refuse(reason: string): never {
    return refuseFile('syntax', this.#path(), reason)
  }
}

/** A path to a member in the notation of RFC 9535. */
export function memberPath(path: string, member: string): string {
  return /^[A-Za-z_]\w*$/.test(member) ? `${path}.${member}` : `${path}[${JSON.stringify(member)}]`
}
