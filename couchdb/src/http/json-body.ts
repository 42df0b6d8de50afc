import type { Request } from 'express'
import { EngineError, badRequest, invalidJson } from '../errors.ts'
import { isRecord } from '../document.ts'

/** Deeper nesting than this overflows the stack of whoever stringifies it later, where nobody catches. */
const DEEPEST = 200
/** An escape of half a surrogate pair, after an even number of backslashes. */
const SURROGATE_ESCAPE = /(?<!\\)(?:\\\\)*\\ud[89a-f]/i

const QUOTE = 0x22
const BACKSLASH = 0x5c

function isTooDeep(json: Buffer): boolean {
  let depth = 0
  let quoted = false
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index]
    if (quoted) {
      if (byte === BACKSLASH) index += 1
      else if (byte === QUOTE) quoted = false
    } else if (byte === QUOTE) quoted = true
    else if (byte === 0x5b || byte === 0x7b) depth += 1
    else if (byte === 0x5d || byte === 0x7d) depth -= 1
    if (depth > DEEPEST) return true
  }
  return false
}

/** Half a surrogate pair has no UTF-8: as an id it would be stored as another id. */
function hasLoneSurrogate(text: string, value: unknown): boolean {
  return SURROGATE_ESCAPE.test(text) && SURROGATE_ESCAPE.test(JSON.stringify(value))
}

/** @throws {EngineError} 400 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (!hasLoneSurrogate(text, value)) return value
  } catch {
    // One answer for whatever is wrong with it.
  }
  throw invalidJson()
}

/** The body, whatever its declared type. @throws {EngineError} 400 */
export function jsonBody(request: Request): unknown {
  const body: unknown = request.body
  if (!Buffer.isBuffer(body)) throw invalidJson()
  if (isTooDeep(body)) throw badRequest('JSON is nested too deeply')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw invalidJson()
  }
  return parseJson(text)
}

/** What no form of a web page can send. @throws {EngineError} 415 */
export function assertJsonType(request: Request): void {
  if (request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() === 'application/json') return
  throw new EngineError(415, 'bad_content_type', 'Content-Type must be application/json')
}

/** The object that was posted. @throws {EngineError} 400, 415 */
export function postedObject(request: Request): Record<string, unknown> {
  assertJsonType(request)
  const value = jsonBody(request)
  if (!isRecord(value)) throw badRequest('Request body must be a JSON object')
  return value
}
