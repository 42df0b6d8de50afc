import { beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import type { RegistrarFixture } from '../testing/registrar-fixture.ts'
import { makeRegistrar } from '../testing/registrar-fixture.ts'
import { CodeLookup } from './code-lookup.ts'

let fixture: RegistrarFixture
let reads: number[]
let lookup: CodeLookup

beforeEach(async () => {
  fixture = await makeRegistrar({ all: 5 })
  reads = []
  lookup = new CodeLookup(counted(fixture.registry), fixture.roll.id)
})

/** The registry, noting how many ids each read asks for. */
function counted(registry: Database): Database {
  return Object.assign(Object.create(registry) as Database, {
    readMany: (ids: readonly string[]) => {
      reads.push(ids.length)
      return registry.readMany(ids)
    },
  })
}

function formOf(nth: number): string {
  return fixture.form(fixture.codes['all']?.[nth] ?? '')
}

describe('looking codes up', () => {
  it('finds the codes of the roll and no others', async () => {
    expect(await lookup.find(formOf(0), false)).toMatchObject({ kind: 'found', code: { group: 'all' } })
    expect(await lookup.find(fixture.form('NO-SUCH-CODE'), false)).toEqual({ kind: 'unknown' })
    const another = new CodeLookup(fixture.registry, Buffer.alloc(16).toString('base64url'))
    expect(await another.find(formOf(0), false)).toEqual({ kind: 'unknown' })
  })

  it('reads the codes of many requests at once', async () => {
    await Promise.all([0, 1, 2, 3, 4].map((nth) => lookup.find(formOf(nth), false)))
    expect(reads).toEqual([1, 4])
  })

  it('answers a correct code of a throttled address, and stops a flood without a read', async () => {
    const flood = Array.from({ length: 500 }, (_, nth) => lookup.find(fixture.form(`WRONG-${nth}`), true))
    const refused = (await Promise.all(flood)).filter(({ kind }) => kind === 'busy')
    expect(refused.length).toBeGreaterThanOrEqual(399)
    expect(reads.reduce((sum, size) => sum + size, 0)).toBe(500 - refused.length)
    expect((await lookup.find(formOf(0), true)).kind).toBe('found')
  })

  it('keeps clear requests ahead of a flood from elsewhere', async () => {
    const flood = Array.from({ length: 500 }, (_, nth) => lookup.find(fixture.form(`WRONG-${nth}`), true))
    expect((await lookup.find(formOf(0), false)).kind).toBe('found')
    await Promise.all(flood)
  })

  it('tells everyone who waits when the registry is away, and works again afterwards', async () => {
    const away = new CouchError('unavailable', 'down')
    let down = true
    const registry = Object.assign(Object.create(fixture.registry) as Database, {
      readMany: (ids: readonly string[]) => (down ? Promise.reject(away) : fixture.registry.readMany(ids)),
    })
    const failing = new CodeLookup(registry, fixture.roll.id)
    const answers = await Promise.allSettled([failing.find(formOf(0), false), failing.find(formOf(1), false)])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    down = false
    expect((await failing.find(formOf(0), false)).kind).toBe('found')
  })
})
