import { describe, expect, it } from 'vitest'
import { parseTilePath, tilePath } from './tile-path.ts'

describe('the address of a tile', () => {
  it.each([
    ['tile/0/000', { kind: 'hashes', level: 0, index: 0, width: 256 }],
    ['tile/1/x001/x234/067', { kind: 'hashes', level: 1, index: 1_234_067, width: 256 }],
    ['tile/0/273.p/112', { kind: 'hashes', level: 0, index: 273, width: 112 }],
    ['tile/63/000.p/1', { kind: 'hashes', level: 63, index: 0, width: 1 }],
    ['tile/entries/x001/000.p/255', { kind: 'entries', level: 0, index: 1000, width: 255 }],
  ])('%s is read', (path, expected) => {
    expect(parseTilePath(path)).toEqual(expected)
  })

  it('is written as it is read', () => {
    for (const index of [0, 9, 999, 1000, 1_234_067, 1_000_000_000])
      for (const level of [0, 5, 63])
        expect(parseTilePath(tilePath({ level, index }))).toMatchObject({ level, index, width: 256 })
  })

  it.each([
    ...[
      'tile/0/0',
      'tile/0/00',
      'tile/0/0000',
      'tile/0/x000/000',
      'tile/0/001/002',
      'tile/0/x001',
      'tile/64/000',
    ],
    ...[
      'tile/00/000',
      'tile/-1/000',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/01',
      'tile/0/000.p/',
    ],
    ...['tile/data/000', 'tile/0/x1000/000', 'tile/0/000/', 'checkpoint', '/tile/0/000', 'tile/0/%30%30%30'],
  ])('%s is none', (path) => {
    expect(parseTilePath(path)).toBeUndefined()
  })
})
