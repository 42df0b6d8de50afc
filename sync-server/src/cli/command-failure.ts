/** Something that one line explains, to whoever typed the command. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly exitCode: number

  /** @param exitCode 2 when the command was typed wrong. */
  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Runs a command and prints its failure as one line; anything that nobody foresaw still crashes loudly. */
export async function reportFailure(command: () => Promise<void>): Promise<number> {
  try {
    await command()
    return 0
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
    console.error(error.message)
    return error.exitCode
  }
}
