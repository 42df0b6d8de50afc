/** What was asked for cannot be had. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}
