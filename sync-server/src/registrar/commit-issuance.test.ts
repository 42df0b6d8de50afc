import { beforeEach, describe, expect, it } from 'vitest'
import { checkIssuance } from '#protocol/formats/issuance'
import type { RegistrarFixture } from '../testing/registrar-fixture.ts'
import { makeRegistrar } from '../testing/registrar-fixture.ts'
import { commitIssuance } from './commit-issuance.ts'

let fixture: RegistrarFixture

beforeEach(async () => {
  fixture = await makeRegistrar({ all: 3 })
})

async function commit(issued: number, final: boolean): Promise<void> {
  const { election, roll, control, database } = fixture
  const { manifestHash, keys } = election
  const statement = { election: 'board-2026', manifestHash, roll, issued: { all: issued }, final }
  await commitIssuance({ control, database }, keys.registrar, statement)
}

async function stored(): Promise<{ rev: string | undefined; body: object }> {
  const document = await fixture.database.read('issuance:board-2026:main')
  return { rev: document?._rev, body: checkIssuance(document, fixture.election.manifest.body).body }
}

describe('the issuance document', () => {
  it('states the roll, signed by the registrar', async () => {
    await commit(0, false)
    const { size, root } = fixture.roll
    expect((await stored()).body).toMatchObject({
      rollSize: size,
      rollRoot: root,
      issued: { all: 0 },
      final: false,
    })
  })

  it('is not written again when nothing changed', async () => {
    await commit(0, false)
    const before = await stored()
    await commit(0, false)
    expect(await stored()).toEqual(before)
  })

  it('stays once it is final', async () => {
    await commit(0, false)
    await commit(2, true)
    await commit(0, false)
    await commit(3, true)
    expect((await stored()).body).toMatchObject({ issued: { all: 2 }, final: true })
  })

  it('is committed in the end when writes get lost on the way', async () => {
    let writes = 0
    fixture.couch.plan = () => (['lost', 'unknown'] as const)[writes++]
    await commit(0, false)
    expect((await stored()).body).toMatchObject({ final: false })
  })
})
