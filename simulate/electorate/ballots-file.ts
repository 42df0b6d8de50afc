import { utf8 } from '#protocol/bytes'
import { BallotFileError } from '#protocol/files/ballot-file'
import { CsvRecord } from '#protocol/files/csv/csv-record'
import { SimulationError } from '../server/office.ts'

/** A ballots file that cannot be read; the message is one line for whoever made the file. */
export class BallotsFileError extends SimulationError {}

const COMMA = ','.charCodeAt(0)

/**
 * Reads approval ballots: one a line, option names with commas between, an empty line for a blank ballot. Names with a
 * comma stand in double quotes, as spreadsheets write them. A name given twice on a line is one choice.
 *
 * @returns the names that each ballot chose, in the order of the file.
 * @throws {BallotsFileError}
 */
export function parseBallotsFile(text: string): readonly ReadonlySet<string>[] {
  try {
    return [...readBallots(utf8(text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')))]
  } catch (error) {
    if (error instanceof BallotFileError) throw new BallotsFileError(`In the ballots file, ${error.message}`)
    throw error
  }
}

function* readBallots(bytes: Uint8Array): Generator<ReadonlySet<string>> {
  const record = new CsvRecord(COMMA)
  for (let at = 0; at < bytes.length;) {
    at = record.read(bytes, at, true)
    yield new Set(
      record
        .texts()
        .map((name) => name.normalize('NFC'))
        .filter((name) => name !== ''),
    )
  }
}
