import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../couch/couch.ts'
import { openControl } from '../elections/elections.ts'
import { MemoryCouch } from '../testing/memory-couch.ts'
import { drawFirstRunSecret, isFirstRunSecret, resetSecret, SecretCheck } from './first-run-secret.ts'

let control: Database

beforeEach(async () => {
  control = await openControl(new MemoryCouch())
})

describe('the first-run secret', () => {
  it('is shown once and stored as a hash', async () => {
    const drawn = await drawFirstRunSecret(control, randomBytes)
    expect(drawn?.secret).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){7}$/)
    expect(await drawn?.noteShown()).toBe(true)
    expect(await drawFirstRunSecret(control, randomBytes)).toBeUndefined()
    expect(JSON.stringify(await control.read('server:first-run'))).not.toContain(drawn?.secret)
    expect(await isFirstRunSecret(control, drawn?.secret ?? '')).toBe(true)
  })

  it('that died with its process before anybody saw it is followed by another, which alone is good', async () => {
    const lost = await drawFirstRunSecret(control, randomBytes)
    const next = await drawFirstRunSecret(control, randomBytes)
    expect(await isFirstRunSecret(control, lost?.secret ?? '')).toBe(false)
    expect(await isFirstRunSecret(control, next?.secret ?? '')).toBe(true)
    // A process that was only slow learns that what it has shown is worth nothing.
    expect(await lost?.noteShown()).toBe(false)
    expect(await next?.noteShown()).toBe(true)
  })

  it('of two processes that start at once is drawn by one', async () => {
    const both = await Promise.all([
      drawFirstRunSecret(control, randomBytes),
      drawFirstRunSecret(control, randomBytes),
    ])
    expect(both.filter((drawn) => drawn !== undefined)).toHaveLength(1)
  })

  it('that was lost is replaced, and no longer opens anything', async () => {
    const first = await drawFirstRunSecret(control, randomBytes)
    await first?.noteShown()
    const second = await resetSecret(control, randomBytes)
    expect(await isFirstRunSecret(control, first?.secret ?? '')).toBe(false)
    expect(await isFirstRunSecret(control, second?.secret ?? '')).toBe(true)
  })
})

describe('the check of many secrets', () => {
  it('reads the hash once in ten seconds, and then heeds that it was replaced', async () => {
    let now = 0
    let opened = 0
    const open = (): Promise<Database> => Promise.resolve((opened++, control))
    const check = new SecretCheck(open, () => new Date(now))
    const first = (await resetSecret(control, randomBytes))?.secret ?? ''
    expect(await Promise.all([check.isRight(first), check.isRight('WRONG'), check.isRight('')])).toEqual([
      ...[true, false, false],
    ])
    expect(opened).toBe(1)
    const second = (await resetSecret(control, randomBytes))?.secret ?? ''
    now = 10_001
    expect(await Promise.all([check.isRight(first), check.isRight(second)])).toEqual([false, true])
    expect(opened).toBe(2)
  })
})
