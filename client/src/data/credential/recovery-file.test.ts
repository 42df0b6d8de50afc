import { expect, test } from 'vitest'
import { toBase64url } from '#protocol/bytes'
import { sequenceAfterRestore } from './recover.ts'
import type { RightToVote } from './recovery-file.ts'
import { openRecovery, sealRecovery } from './recovery-file.ts'

const PASSPHRASE = 'zürich lake 1848'
const SEED = toBase64url(new Uint8Array(32).fill(5))

const right: RightToVote = {
  election: 'board-2026',
  manifest: toBase64url(new Uint8Array(32).fill(1)),
  state: 'joined',
  group: 'all',
  seed: SEED,
  requests: [],
  signatures: [{ registrar: 'main', signature: toBase64url(new Uint8Array(256).fill(2)) }],
  nextSequence: 3,
}

test('what is sealed opens with the passphrase, however its letters are composed', async () => {
  const file = await sealRecovery(right, PASSPHRASE.normalize('NFD'))
  expect(await openRecovery(file, PASSPHRASE)).toEqual(right)
  expect(file).not.toContain(SEED)
})

test('two files of one right have nothing secret in common', async () => {
  const ciphertextOf = async (): Promise<unknown> =>
    (JSON.parse(await sealRecovery(right, PASSPHRASE)) as { ciphertext: unknown }).ciphertext
  expect(await ciphertextOf()).not.toBe(await ciphertextOf())
})

test('the legible part is bound in: another election’s name does not open', async () => {
  const file = await sealRecovery(right, PASSPHRASE)
  const renamed = file.replace('board-2026', 'board-2027')
  await expect(openRecovery(renamed, PASSPHRASE)).rejects.toMatchObject({ code: 'wrong-passphrase' })
})

test.each([
  ['fewer iterations', '600000', '1000'],
  ['another version', '"v": 1', '"v": 2'],
  ['a member twice', '"v": 1,', '"v": 1, "v": 1,'],
])('a file with %s is refused', async (_name, from, to) => {
  const file = (await sealRecovery(right, PASSPHRASE)).replace(from, to)
  await expect(openRecovery(file, PASSPHRASE)).rejects.toMatchObject({ code: 'bad-recovery-file' })
})

test.each([
  [0, 'last', 0, 10],
  [3, 'last', 0, 13],
  [0, 'last', 0.5, 49],
  [0, 'last', 1, 89],
  [85, 'last', 0.5, 95],
  [95, 'last', 0, 99],
  [100, 'last', 0, 100],
  [0, 'none', 0.5, 0],
  [1, 'none', 0.5, 1],
] as const)(
  'a phone restored at %i in an election with recast %s of which %d is over goes on at %i',
  (next, recast, elapsed, expected) => {
    expect(sequenceAfterRestore(next, recast, elapsed)).toBe(expected)
  },
)
