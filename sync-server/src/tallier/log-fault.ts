/**
 * What is sealed cannot be read back as it was sealed: a batch or a ballot is missing or altered and no revision of it is
 * left, or the seal is altered, deleted, or behind a checkpoint that is already signed (a restored backup). Counting this election stops, because going on would show two
 * logs; voting goes on, and an operator has to bring the missing documents back.
 */
export class LogFault extends Error {
  override readonly name = 'LogFault'
}
