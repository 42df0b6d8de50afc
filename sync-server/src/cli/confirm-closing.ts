import { CommandFailure } from './command-failure.ts'

/** Somebody who can be asked. */
export interface Terminal {
  ask(question: string): Promise<string>
}

/**
 * Closing is the one thing here that nobody can take back: it is done when somebody said so.
 *
 * @param terminal undefined in scripts, where only `--yes` is a word.
 * @throws {CommandFailure} it is not to be done.
 */
export async function confirmClosing(
  election: string,
  isYes: boolean,
  terminal: Terminal | undefined,
): Promise<void> {
  if (isYes) return
  if (!terminal)
    throw new CommandFailure(`Closing ${election} cannot be undone. Say that you mean it: --yes`, 2)
  const question = `This ends the voting in ${election} for everybody, now, and cannot be undone. Close it? (y/N) `
  if (!/^y(es)?$/i.test((await terminal.ask(question)).trim()))
    throw new CommandFailure('Nothing was closed.')
}
