import { expect, test } from 'vitest'
import { isStorageFull } from './full-storage.ts'

/** As PouchDB has what IndexedDB says, when a transaction is aborted. */
function wentBad(reason: string): Error {
  return Object.assign(new Error('unknown'), { name: 'indexed_db_went_bad', status: 500, reason })
}

test('a full device is told from any other failure, by the error of the browser and by that of PouchDB', () => {
  expect(isStorageFull(new DOMException('', 'QuotaExceededError'))).toBe(true)
  expect(isStorageFull(wentBad('QuotaExceededError'))).toBe(true)
  expect(isStorageFull(wentBad('UnknownError'))).toBe(false)
  expect(isStorageFull(new DOMException('', 'AbortError'))).toBe(false)
  expect(isStorageFull(undefined)).toBe(false)
})
