import { SimulationError } from '../server/office.ts'

/** A ballots file that cannot be read; the message is one line for whoever made the file. */
export class BallotsFileError extends SimulationError {}

/**
 * Reads approval ballots: one a line, option names with commas between, an empty line for a blank ballot. Names with a
 * comma stand in double quotes, as spreadsheets write them. A name given twice on a line is one choice.
 *
 * @returns the names that each ballot chose, in the order of the file.
 * @throws {BallotsFileError}
 */
export function parseBallotsFile(text: string): readonly ReadonlySet<string>[] {
  const ballots: Set<string>[] = []
  const scanner = new Scanner(text.replace(/^\uFEFF/, ''))
  while (!scanner.atEnd()) ballots.push(readBallot(scanner, ballots.length + 1))
  return ballots
}

function readBallot(scanner: Scanner, number: number): Set<string> {
  const names = new Set<string>()
  do {
    const name = scanner.readField(number).trim().normalize('NFC')
    if (name !== '') names.add(name)
  } while (scanner.skip(','))
  scanner.skipLineEnd(number)
  return names
}

class Scanner {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  atEnd(): boolean {
    return this.#at >= this.#text.length
  }

  skip(letter: string): boolean {
    if (this.#text[this.#at] !== letter) return false
    this.#at++
    return true
  }

  readField(line: number): string {
    this.#take(/ */y)
    return this.skip('"') ? this.#readQuoted(line) : this.#take(/[^,\r\n]*/y)
  }

  skipLineEnd(line: number): void {
    this.#take(/ */y)
    if (!this.atEnd() && this.#take(/\r?\n|\r/y) === '')
      throw new BallotsFileError(`Ballot ${line} has letters after a closing quote.`)
  }

  /** `""` inside quotes is one quote. */
  #readQuoted(line: number): string {
    const content = this.#take(/[^"]*(?:""[^"]*)*/y)
    if (!this.skip('"')) throw new BallotsFileError(`Ballot ${line} has a quote that is never closed.`)
    this.#take(/ */y)
    return content.replaceAll('""', '"')
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const [found = ''] = pattern.exec(this.#text) ?? []
    this.#at += found.length
    return found
  }
}
