import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RegistrarFixture } from '../testing/registrar-fixture.ts'
import { drawCodes, makeRegistrar } from '../testing/registrar-fixture.ts'
import { codeId, countIssued, parseCodeDocument } from './roll.ts'

const groups = [
  { id: 'all', weight: 1, contests: ['chair'] },
  { id: 'members', weight: 2, contests: ['chair', 'board'] },
]
let fixture: RegistrarFixture

beforeAll(async () => {
  fixture = await makeRegistrar({ all: 600, members: 3 }, { groups })
})

async function storedDocuments(): Promise<object[]> {
  const documents: object[] = []
  for await (const document of fixture.registry.range({ startKey: '', endKey: '\uffff' }))
    documents.push(document)
  return documents
}

describe('the roll', () => {
  it('has a different code for every voter of every group', async () => {
    const { codes, roll } = fixture
    const all = [...(codes['all'] ?? []), ...(codes['members'] ?? [])]
    expect(new Set(all).size).toBe(603)
    expect(roll.size).toEqual({ all: 600, members: 3 })
    const [member = ''] = codes['members'] ?? []
    const stored = await fixture.registry.read(codeId(fixture.form(member)))
    expect(stored && parseCodeDocument(stored)).toMatchObject({ group: 'members', roll: roll.id })
  })

  it('stores neither a code nor the form that spends it', async () => {
    const stored = JSON.stringify([
      await storedDocuments(),
      await fixture.control.read('published:board-2026'),
    ])
    for (const code of fixture.codes['members'] ?? []) {
      expect(stored).not.toContain(code)
      expect(stored).not.toContain(code.replaceAll('-', ''))
      expect(stored).not.toContain(fixture.form(code))
    }
  })

  it('commits to the sorted salted hashes by an RFC 6962 root', async () => {
    const sha256 = (...parts: Uint8Array[]): Buffer =>
      parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
    const { manifestHash } = fixture.election
    const { roll, codes } = await drawCodes(fixture.registry, manifestHash, { all: 3 })
    const [a, b, c] = (codes['all'] ?? [])
      .map((code) => sha256(Buffer.from(fixture.form(code), 'base64url')))
      .map((hash) => sha256(Buffer.from(roll.salt, 'base64url'), hash))
      .sort(Buffer.compare)
      .map((entry) => sha256(Uint8Array.of(0), entry))
    const node = (left?: Buffer, right?: Buffer): Buffer =>
      sha256(Uint8Array.of(1), left ?? Buffer.alloc(0), right ?? Buffer.alloc(0))
    expect(roll.root).toBe(node(node(a, b), c).toString('base64url'))
  })

  it('counts spent codes by group, and never those of a roll that was given up', async () => {
    const issued = { request: Buffer.alloc(32).toString('base64url'), day: '2026-05-01' }
    const spend = async (code: string, roll: string): Promise<void> => {
      const id = codeId(fixture.form(code))
      const stored = await fixture.registry.read(id)
      await fixture.registry.write({ _id: id, ...stored, group: 'all', roll, issued })
    }
    for (const code of (fixture.codes['all'] ?? []).slice(0, 2)) await spend(code, fixture.roll.id)
    await spend('NEVER-PUBLISHED', Buffer.alloc(16).toString('base64url'))
    expect(await countIssued(fixture.registry, fixture.roll.id, ['all', 'members'])).toEqual({
      all: 2,
      members: 0,
    })
  })
})
