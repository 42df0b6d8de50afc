import { decodeText, quote } from './text.ts'
import { refuseFile } from './ballot-file.ts'
import { MOST_CANDIDATES } from '../counting/profile.ts'

const EMPTY = -1

/**
 * Candidates by the bytes of their names, so that a file of a million ballots decodes each name once. Two spellings of one
 * name in Unicode are one candidate.
 */
export class NameTable {
  readonly names: string[] = []
  /** On which line each was named first. */
  readonly lines: number[] = []
  readonly #byText = new Map<string, number>()
  readonly #most: number
  /** Open addressing, at most half full: an index of #spellings or EMPTY. */
  #slots = new Int32Array(64).fill(EMPTY)
  readonly #spellings: { readonly bytes: Uint8Array; readonly hash: number; readonly candidate: number }[] =
    []

  constructor(most = MOST_CANDIDATES) {
    this.#most = most
  }

  /** The candidate whose name stands there. @throws {BallotFileError} encoding | candidate | too-large */
  find(bytes: Uint8Array, begin: number, end: number, line: number): number {
    const hash = hashOf(bytes, begin, end)
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = this.#slots[slot] ?? EMPTY
      if (index === EMPTY) return this.#learn(bytes.slice(begin, end), hash, line)
      const known = this.#spellings[index]
      if (known?.hash === hash && equals(known.bytes, bytes, begin, end)) return known.candidate
    }
  }

  /** The candidate of that name, new or not. @throws {BallotFileError} candidate | too-large */
  findText(text: string, line: number): number {
    const name = normalName(text, line)
    const known = this.#byText.get(name)
    if (known !== undefined) return known
    if (this.names.length >= this.#most)
      refuseFile(
        'too-large',
        line,
        `${quote(name)} would be the name of one more than ${this.#most} candidates.`,
      )
    this.#byText.set(name, this.names.length)
    this.lines.push(line)
    return this.names.push(name) - 1
  }

  /** From now on the candidate is called `text`, and found by both names. @throws {BallotFileError} candidate */
  rename(candidate: number, text: string, line: number): void {
    const name = normalName(text, line)
    const known = this.#byText.get(name) ?? candidate
    if (known !== candidate) refuseFile('candidate', line, `${quote(name)} is already another candidate.`)
    this.#byText.set(name, candidate)
    this.names[candidate] = name
  }

  #learn(bytes: Uint8Array, hash: number, line: number): number {
    const candidate = this.findText(decodeText(bytes, 0, bytes.length, line), line)
    this.#spellings.push({ bytes, hash, candidate })
    if (4 * this.#spellings.length > this.#slots.length) this.#grow()
    else this.#place(this.#spellings.length - 1, hash)
    return candidate
  }

  #grow(): void {
    this.#slots = new Int32Array(2 * this.#slots.length).fill(EMPTY)
    this.#spellings.forEach(({ hash }, index) => this.#place(index, hash))
  }

  #place(index: number, hash: number): void {
    const mask = this.#slots.length - 1
    let slot = hash & mask
    while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & mask
    this.#slots[slot] = index
  }
}

function normalName(text: string, line: number): string {
  const name = text.trim().normalize('NFC')
  return name === '' ? refuseFile('candidate', line, 'a candidate has no name.') : name
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, begin: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = begin; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  return hash ^ (hash >>> 15)
}

function equals(known: Uint8Array, bytes: Uint8Array, begin: number, end: number): boolean {
  if (known.length !== end - begin) return false
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[begin + at]) return false
  return true
}
