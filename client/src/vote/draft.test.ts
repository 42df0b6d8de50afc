import { beforeEach, expect, test } from 'vitest'
import { hasDraft, loadDraft, saveDraft } from './draft.ts'

const KEY = { election: 'board', manifestHash: 'hash' }
let storage: Storage

beforeEach(() => {
  const held = new Map<string, string>()
  storage = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  } as Storage
})

test('a draft of every kind of paper is read back as it was', () => {
  const draft = { chair: ['ada'], order: ['ben', ['ada', 'chen']], points: { ada: 0, ben: 5 } }
  saveDraft(KEY, draft, storage)
  expect(loadDraft(KEY, storage)).toEqual(draft)
})

test('a draft in which nothing is marked is none', () => {
  saveDraft(KEY, { chair: [], points: {} }, storage)
  expect(hasDraft(KEY, storage)).toBe(false)
  saveDraft(KEY, { points: { ada: 0 } }, storage)
  expect(hasDraft(KEY, storage)).toBe(true)
})

test.each(['{', 'null', '[]', '{"chair":"ada"}', '{"chair":[1]}', '{"chair":{"ada":"5"}}'])(
  'what is no vote is no draft: %s',
  (stored) => {
    storage.setItem('urna-draft:board:hash', stored)
    expect(loadDraft(KEY, storage)).toEqual({})
  },
)
