import { describe, expect, test } from 'vitest'
import { parseEntry } from './parse-entry.ts'

const HASH = 'A'.repeat(43)
const HERE = 'https://vote.example'

describe('what a voter pastes', () => {
  test('is a link of this site, with or without a code', () => {
    expect(parseEntry(` ${HERE}/#/join/board/${HASH}/ABCD-EFGH-JKMN-PQRS\n`, HERE)).toMatchObject({
      kind: 'link',
      route: { election: 'board', manifestHash: HASH, code: 'ABCD-EFGH-JKMN-PQRS' },
    })
    expect(parseEntry(`#/join/board/${HASH}`, HERE)).toMatchObject({ kind: 'link' })
  })

  test('is a link elsewhere, which this site cannot answer', () => {
    expect(parseEntry(`https://other.example/#/join/board/${HASH}`, HERE).kind).toBe('elsewhere')
  })

  test('never becomes a link that runs script', () => {
    expect(parseEntry(`javascript:alert(1)//#/join/board/${HASH}`, HERE).kind).toBe('unreadable')
  })

  test('is a link that was cut on the way', () => {
    expect(parseEntry(`${HERE}/#/join/board/${HASH.slice(0, 30)}`, HERE).kind).toBe('cut-link')
    expect(parseEntry(`${HERE}/#/join/`, HERE).kind).toBe('cut-link')
  })

  test('is a code', () => {
    expect(parseEntry('abcd efgh jkmn pqrs', HERE)).toEqual({ kind: 'code', code: 'ABCD-EFGH-JKMN-PQRS' })
  })

  test('is neither', () => {
    for (const text of ['', 'hello', 'ABCD-EFGH', 'https://vote.example/about/us/page'])
      expect(parseEntry(text, HERE).kind).toBe('unreadable')
  })
})
