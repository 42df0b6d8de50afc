import type { Request } from 'express'
import { invalidQuery } from '../errors.ts'
import { parseJson } from './json-body.ts'

/** Parameters by name: text from the address, or JSON from a posted body. */
export type Parameters = Record<string, unknown>

/** The last of each name, as in CouchDB. */
export function addressParameters(request: Request): Record<string, string> {
  const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '')
  return Object.fromEntries(query)
}

/** @throws {EngineError} 400 */
export function flag(parameters: Parameters, name: string): boolean {
  const value = parameters[name] ?? false
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  throw invalidQuery(`Invalid boolean parameter: ${JSON.stringify(value)}`)
}

/** Undefined if it is not given. @throws {EngineError} 400 */
export function count(parameters: Parameters, name: string): number | undefined {
  const value = parameters[name]
  if (value === undefined) return undefined
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const kind = /^-\d+$/.test(text) ? 'positive integer' : 'integer'
  throw invalidQuery(`Invalid value for ${kind}: ${JSON.stringify(value)}`)
}

/** Decodes those parameters of an address that are JSON. @throws {EngineError} 400 */
export function decodeJson(parameters: Record<string, string>, names: readonly string[]): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, text]) => [name, names.includes(name) ? parseJson(text) : text]),
  )
}
