import { describe, expect, it } from 'vitest'
import { CouchError } from './couch-error.ts'
import type { ChangesPage } from './documents.ts'
import { followFeed, type FeedPosition } from './follow.ts'
import { backoff } from './pacing.ts'

function page(lastSeq: string, ids: string[], pending = 0): ChangesPage {
  const rows = ids.map((id) => ({ id, seq: lastSeq, deleted: false, revs: ['1-a'] }))
  return { rows, lastSeq, pending }
}

/** Follows a scripted feed until the script ends. */
async function follow(script: (ChangesPage | Error)[], since = '0') {
  const stop = new AbortController()
  const asked: FeedPosition[] = []
  const pauses: number[] = []
  const told: string[] = []
  const pages: ChangesPage[] = []
  const fetchPage = (position: FeedPosition): Promise<ChangesPage> => {
    asked.push({ ...position })
    const next = script.shift()
    if (next === undefined) stop.abort()
    if (next instanceof Error) return Promise.reject(next)
    return Promise.resolve(next ?? page('end', []))
  }
  const pacing = {
    pause: (failures: number): Promise<void> => {
      pauses.push(failures)
      return Promise.resolve()
    },
  }
  const onError = (error: CouchError): void => void told.push(error.code)
  for await (const next of followFeed(fetchPage, { since, signal: stop.signal, pacing, onError }))
    pages.push(next)
  return { asked, pauses, told, pages }
}

const down = new CouchError('unavailable', 'down')

describe('following a feed', () => {
  it('reads pages until the end and waits only there', async () => {
    const { asked } = await follow([page('2', ['a', 'b'], 1), page('3', ['c']), page('4', ['d'])])
    expect(asked).toEqual([
      { since: '0', wait: false },
      { since: '2', wait: false },
      { since: '3', wait: true },
      { since: '4', wait: true },
    ])
  })

  it('hands out the first page even if empty, later ones only if not, and moves on with each', async () => {
    const { pages, asked } = await follow([page('1', []), page('2', []), page('3', ['a'])], '1')
    expect(pages.map(({ lastSeq }) => lastSeq)).toEqual(['1', '3'])
    expect(asked.map(({ since }) => since)).toEqual(['1', '1', '2', '3'])
  })

  it('asks again from the last whole page after an error, and counts failures in a row', async () => {
    const { pages, asked, pauses, told } = await follow([
      down,
      down,
      page('1', ['a']),
      down,
      page('2', ['b']),
    ])
    expect(pages.map(({ lastSeq }) => lastSeq)).toEqual(['1', '2'])
    expect(asked.map(({ since }) => since)).toEqual(['0', '0', '0', '1', '1', '2'])
    expect(pauses).toEqual([1, 2, 1])
    expect(told).toEqual(['unavailable', 'unavailable', 'unavailable'])
  })

  it('waits, and does not spin, on a server that keeps promising rows', async () => {
    const { asked } = await follow([page('1', [], 5), page('1', [], 5)])
    expect(asked.map(({ wait }) => wait)).toEqual([false, true, true])
  })

  it('does not hide a defect behind retries', async () => {
    await expect(follow([new TypeError('defect')])).rejects.toThrow('defect')
  })
})

describe('the pause after failures', () => {
  it('is cut short by an abort', async () => {
    const stop = new AbortController()
    const paused = backoff.pause(50, stop.signal)
    stop.abort()
    await expect(paused).resolves.toBeUndefined()
    await expect(backoff.pause(50, stop.signal)).resolves.toBeUndefined()
  })
})
