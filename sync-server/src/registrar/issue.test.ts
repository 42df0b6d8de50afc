import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { DURING, makeRegistrar } from '../testing/registrar-fixture.ts'
import type { RegistrarFixture } from '../testing/registrar-fixture.ts'
import { blindSign } from './blind-sign.ts'
import type { Issuing } from './issue.ts'
import { issueCredential } from './issue.ts'
import { codeId, parseCodeDocument } from './roll.ts'

let fixture: RegistrarFixture

beforeEach(async () => {
  fixture = await makeRegistrar({ all: 2 })
})

/** Any number below the modulus will do: a registrar cannot see what is in it. */
function blindedMessage(): Uint8Array {
  const bytes = randomBytes(256)
  bytes.writeUInt8(0x01, 0)
  return bytes
}

async function issue(
  blinded: Uint8Array,
  options: { now?: Date; nth?: number; cancelled?: boolean } = {},
): Promise<Issuing> {
  const { now = DURING, nth = 0, cancelled = false } = options
  const id = codeId(fixture.form(fixture.codes['all']?.[nth] ?? ''))
  const stored = await fixture.registry.read(id)
  const key = fixture.election.keys.registrar.groups['all']
  if (!stored || !key) throw new Error('the fixture has no such code')
  const ports = { registry: fixture.registry, blindSign, clock: () => now }
  const schedule = { ...fixture.state.schedule, cancelled }
  return issueCredential(ports, parseCodeDocument(stored), { blinded, key, schedule })
}

async function storedCode(): Promise<object> {
  return (await fixture.registry.read(codeId(fixture.form(fixture.codes['all']?.[0] ?? '')))) ?? {}
}

describe('issuing a credential', () => {
  it('answers the same request with the same bytes, however often', async () => {
    const blinded = blindedMessage()
    const first = await issue(blinded)
    expect(first.kind).toBe('issued')
    expect(await issue(blinded)).toEqual(first)
  })

  it('refuses a second request for one code', async () => {
    await issue(blindedMessage())
    expect(await issue(blindedMessage())).toEqual({ kind: 'refused', reason: 'already-issued' })
    expect((await issue(blindedMessage(), { nth: 1 })).kind).toBe('issued')
  })

  it('signs exactly one of twenty different requests that come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => issue(blindedMessage())))
    expect(answers.filter(({ kind }) => kind === 'issued')).toHaveLength(1)
    expect(answers.filter(({ kind }) => kind === 'refused')).toHaveLength(19)
  })

  it('gives the same bytes to twenty equal requests that come at once', async () => {
    const blinded = blindedMessage()
    const answers = await Promise.all(Array.from({ length: 20 }, () => issue(blinded)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.kind).toBe('issued')
  })

  it('keeps no time finer than a day, and nothing of the request but its hash', async () => {
    const blinded = blindedMessage()
    await issue(blinded, { now: new Date('2026-05-01T12:34:56Z') })
    const stored = JSON.stringify(await storedCode())
    expect(stored).toContain('"day":"2026-05-01"')
    expect(stored).not.toMatch(/12:34|\d{13}/)
    expect(stored).not.toContain(Buffer.from(blinded).toString('base64url').slice(0, 40))
  })
})

describe('issuing when the database does not acknowledge', () => {
  it.each(['lost', 'unknown'] as const)(
    'gives no signature (%s), and the same request succeeds later',
    async (fault) => {
      const blinded = blindedMessage()
      fixture.couch.plan = () => fault
      expect(await issue(blinded)).toEqual({ kind: 'unavailable' })
      fixture.couch.plan = () => undefined
      expect((await issue(blinded)).kind).toBe('issued')
    },
  )

  it('never signs another request once the unacknowledged write turns out to be there', async () => {
    fixture.couch.plan = () => 'unknown'
    expect(await issue(blindedMessage())).toEqual({ kind: 'unavailable' })
    fixture.couch.plan = () => undefined
    expect(await issue(blindedMessage())).toEqual({ kind: 'refused', reason: 'already-issued' })
  })

  it('survives a process that dies between the write and the answer', async () => {
    const blinded = blindedMessage()
    fixture.couch.plan = () => 'crash-after'
    await expect(issue(blinded)).rejects.toThrow('after registry-board-2026')
    fixture.couch.plan = () => undefined
    expect((await issue(blinded)).kind).toBe('issued')
  })
})

describe('issuing and the hours of the election', () => {
  const before = new Date('2026-04-01T00:00:00Z')
  const closing = new Date('2026-05-02T08:00:00Z')

  it('is possible before the election opens', async () => {
    expect((await issue(blindedMessage(), { now: before })).kind).toBe('issued')
  })

  it('ends when the election closes or is cancelled', async () => {
    expect(await issue(blindedMessage(), { now: closing })).toEqual({ kind: 'refused', reason: 'late' })
    expect(await issue(blindedMessage(), { cancelled: true })).toEqual({ kind: 'refused', reason: 'late' })
  })

  it('repeats an answer afterwards', async () => {
    const blinded = blindedMessage()
    const answer = await issue(blinded)
    expect(await issue(blinded, { now: closing })).toEqual(answer)
  })
})
