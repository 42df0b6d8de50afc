import type { Response } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Sends a list of objects as JSON, as fast as its reader takes it: a short request may name one long document a thousand
 * times, and the whole answer is never in memory.
 *
 * @param around what stands before and behind the list.
 */
export async function sendList(
  response: Response,
  items: Iterable<object>,
  [before, behind]: readonly [string, string] = ['', ''],
): Promise<void> {
  response.type('json')
  // A reader who hangs up is no fault, and can be told nothing any more.
  await pipeline(Readable.from(listText(items, before, behind)), response).catch(() => undefined)
}

function* listText(items: Iterable<object>, before: string, behind: string): Generator<string> {
  yield `${before}[`
  let between = ''
  for (const item of items) {
    yield between + JSON.stringify(item)
    between = ',\n'
  }
  yield `]${behind}\n`
}
