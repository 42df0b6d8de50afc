import { ownMember } from '../../decode.ts'
import { refuseFile } from '../ballot-file.ts'
import { memberPath } from './report-stream.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** @throws {BallotFileError} syntax */
export function asObject(value: unknown, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuseFile('syntax', path, 'an object is expected.')
  return value as JsonObject
}

/** The objects of a list, each with its path. @throws {BallotFileError} syntax, also for one that is absent and `isNeeded`. */
export function objectsOf(
  parent: JsonObject,
  name: string,
  path: string,
  isNeeded = false,
): { readonly value: JsonObject; readonly path: string }[] {
  const list = ownMember(parent, name)
  const listPath = memberPath(path, name)
  if (list === undefined && !isNeeded) return []
  if (!Array.isArray(list)) return refuseFile('syntax', listPath, 'a list is expected.')
  return (list as unknown[]).map((value, index) => {
    const itemPath = `${listPath}[${index}]`
    return { value: asObject(value, itemPath), path: itemPath }
  })
}

/** @throws {BallotFileError} syntax */
export function textOf(parent: JsonObject, name: string, path: string): string | undefined {
  const value = ownMember(parent, name)
  if (value === undefined || typeof value === 'string') return value
  return refuseFile('syntax', memberPath(path, name), 'a text is expected.')
}

/** @throws {BallotFileError} syntax */
export function neededText(parent: JsonObject, name: string, path: string): string {
  return textOf(parent, name, path) ?? refuseFile('syntax', memberPath(path, name), 'a text is missing.')
}

/** A whole number from 0 to `most`. @throws {BallotFileError} syntax */
export function wholeOf(parent: JsonObject, name: string, path: string, most: number): number | undefined {
  const value = ownMember(parent, name)
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most) return value
  return refuseFile('syntax', memberPath(path, name), `a whole number from 0 to ${most} is expected.`)
}
