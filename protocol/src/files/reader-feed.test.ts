import { describe, expect, it } from 'vitest'
import { ReaderFeed } from './reader-feed.ts'

describe('what a reader could not read yet', () => {
  it('is given again only when it has doubled: no long line costs its square', () => {
    let given = 0
    const reader = {
      read: (bytes: Uint8Array): number => {
        given += bytes.length
        return 0
      },
      finish: () => {
        throw new Error('nothing is whole')
      },
    }
    const feed = new ReaderFeed(reader)
    for (let piece = 0; piece < 1024; piece++) feed.push(new Uint8Array(1), false)
    expect(given).toBeLessThanOrEqual(2 * 1024)
  })
})
