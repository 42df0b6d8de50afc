import type { Config } from '../config.ts'
import { loadConfig } from '../config.ts'
import { ConfigError } from '../config-error.ts'

/** @returns undefined when a setting is wrong, which one line has then said. */
export function readConfig(argv: readonly string[]): Config | undefined {
  try {
    return loadConfig(process.env, argv)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    return undefined
  }
}
