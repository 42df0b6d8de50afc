import { BallotFileError } from '#protocol/files/ballot-file'
import { describeCount } from './account.ts'
import { Mistyped, readArguments } from './arguments.ts'
import { CannotCount, countFile } from './count-file.ts'
import { resultJson } from './result-json.ts'

const COUNTED = 0
const COULD_NOT = 2

/** `urna tally`. @returns 0 counted, 2 it could not be. */
export async function run(argv: readonly string[]): Promise<number> {
  let place = ''
  try {
    const request = readArguments(argv)
    place = request.place === '-' ? 'standard input' : request.place
    const counted = await countFile(request)
    console.log(request.json ? resultJson(counted.result) : describeCount(counted))
    return COUNTED
  } catch (error) {
    if (error instanceof BallotFileError) console.error(`${place}: ${error.message}`)
    else if (error instanceof CannotCount || error instanceof Mistyped || isSystemError(error))
      console.error(error.message)
    else throw error
    return COULD_NOT
  }
}

/** Such as a file that may not be read. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error
}
