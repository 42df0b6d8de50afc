/** Something that one line explains, to whoever typed the command. */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode] 2 when the command was typed wrong.
   */
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
