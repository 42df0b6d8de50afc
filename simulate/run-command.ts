import { OptionsError } from './options.ts'
import { SimulationError } from './server/office.ts'

/**
 * Runs a command to its exit code: what cannot go on is one line on stderr and 1, what was typed wrong is 2, a signal ends it
 * as shells expect. Anything else is a defect and crashes.
 *
 * @param work returns the exit code.
 */
export async function runCommand(work: () => Promise<number>): Promise<number> {
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error
    console.error(error.message)
    return error instanceof OptionsError ? 2 : 1
  }
}
