import { beforeEach, describe, expect, it } from 'vitest'
import { fromBase64url } from '#protocol/bytes'
import type { Database } from '../couch/couch.ts'
import { MemoryCouch } from '../testing/memory-couch.ts'
import { drawElectionKeys, exportElectionKeys, importElectionKeys, publicKeysOf } from './election-keys.ts'
import { SecretError } from './private-file.ts'
import { StoredKeystore } from './stored-keystore.ts'

const secret = new Uint8Array(32).fill(7)
let couch: MemoryCouch
let control: Database

beforeEach(async () => {
  couch = new MemoryCouch()
  control = await couch.ensureDatabase('control')
})

describe('the keys of an election', () => {
  it('come back as they were from their export', async () => {
    const keys = await drawElectionKeys(['all', 'members'])
    const exported = exportElectionKeys(keys)
    expect(exportElectionKeys(importElectionKeys(exported))).toEqual(exported)
    expect(publicKeysOf(importElectionKeys(exported))).toEqual(publicKeysOf(keys))
  })

  it('have RSA moduli of 2048 bits, one for each group', async () => {
    const { registrar } = publicKeysOf(await drawElectionKeys(['all', 'members']))
    expect(Object.keys(registrar.keys)).toEqual(['all', 'members'])
    for (const modulus of Object.values(registrar.keys)) {
      const bytes = fromBase64url(modulus, 256)
      expect(bytes[0]).toBeGreaterThanOrEqual(0x80)
      expect((bytes[255] ?? 0) % 2).toBe(1)
    }
    expect(registrar.keys['all']).not.toBe(registrar.keys['members'])
  })
})

describe('the keystore', () => {
  it('keeps the keys that an election has, also for another process', async () => {
    const keys = await new StoredKeystore(control, secret).create('board', ['all'])
    const other = new StoredKeystore(control, secret)
    const again = await other.create('board', ['all'])
    expect(publicKeysOf(again)).toEqual(publicKeysOf(keys))
    expect(await other.load('council')).toBeUndefined()
  })

  it('gives the same keys to two processes that draw at once', async () => {
    const drawn = await Promise.all(
      [1, 2].map(() => new StoredKeystore(control, secret).create('board', ['all'])),
    )
    const [first, second] = drawn.map(publicKeysOf)
    expect(first).toEqual(second)
  })

  it('stores nothing that could be read without the secret', async () => {
    const keys = await new StoredKeystore(control, secret).create('board', ['all'])
    const stored = JSON.stringify(await control.read('keys:board'))
    const seeds = [keys.authority, keys.log, keys.receipts.seed, keys.registrar.seed]
    for (const seed of seeds) expect(stored).not.toContain(Buffer.from(seed).toString('base64url'))
  })

  it('says in one sentence that the secret is another one', async () => {
    await new StoredKeystore(control, secret).create('board', ['all'])
    const stranger = new StoredKeystore(control, new Uint8Array(32).fill(8))
    await expect(stranger.load('board')).rejects.toThrow(
      new SecretError(
        'The keys of election "board" cannot be decrypted: the secret file is not the one they were made with.',
      ),
    )
  })

  it('refuses keys that were moved from another election', async () => {
    await new StoredKeystore(control, secret).create('board', ['all'])
    const stored = await control.read('keys:board')
    await control.write({
      _id: 'keys:council',
      v: 1,
      nonce: stored?.['nonce'],
      ciphertext: stored?.['ciphertext'],
    })
    await expect(new StoredKeystore(control, secret).load('council')).rejects.toThrow(SecretError)
  })

  it.each(['lost', 'unknown'] as const)(
    'uses no key whose storing is %s, and finishes later',
    async (fault) => {
      const keystore = new StoredKeystore(control, secret)
      couch.plan = () => fault
      await expect(keystore.create('board', ['all'])).rejects.toMatchObject({ code: 'unavailable' })
      couch.plan = () => undefined
      const keys = await keystore.create('board', ['all'])
      expect(publicKeysOf(await new StoredKeystore(control, secret).create('board', ['all']))).toEqual(
        publicKeysOf(keys),
      )
    },
  )
})
