import { EngineError } from '../errors.ts'

/** CouchDB's rule, without its system databases. No dot and no backslash, so a name is never a path elsewhere. */
const NAME = /^[a-z][a-z0-9_$()+/-]*$/
const SUFFIX = '.db'
/** A file name has at most 255 bytes. */
const LONGEST = 238

export function isDatabaseName(name: string): boolean {
  return NAME.test(name) && directoryOf(name).length <= LONGEST
}

/** @throws {EngineError} 400, as CouchDB says it when such a database is to be created. */
export function assertDatabaseName(name: string): void {
  if (!NAME.test(name)) {
    throw new EngineError(
      400,
      'illegal_database_name',
      `Name: '${name}'. Only lowercase characters (a-z), digits (0-9), and any of the characters ` +
        '_, $, (, ), +, -, and / are allowed. Must begin with a letter.',
    )
  }
  if (!isDatabaseName(name)) {
    const reason = `At least one path segment of \`${name}\` is too long.`
    throw new EngineError(400, 'database_name_too_long', reason)
  }
}

/** One directory for each database, none inside another: slashes are escaped. */
export function directoryOf(name: string): string {
  return name.replaceAll('/', '%2F') + SUFFIX
}

/** The inverse of `directoryOf`; undefined for a directory that is no database. */
export function nameOf(directory: string): string | undefined {
  if (!directory.endsWith(SUFFIX)) return undefined
  const name = directory.slice(0, -SUFFIX.length).replaceAll('%2F', '/')
  return isDatabaseName(name) ? name : undefined
}
