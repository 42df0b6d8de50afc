import { describe } from 'vitest'
import { describeDatabases } from './contract/databases.contract.ts'
import { describeFollow } from './contract/follow.contract.ts'
import { useLayer, type Connect } from './contract/layer.ts'
import { describeReads } from './contract/reads.contract.ts'
import { describeWrites } from './contract/writes.contract.ts'

/** What the server relies on from its databases. Run against every engine that it can be given. */
export function describeCouchLayer(name: string, connect: Connect): void {
  describe(name, () => {
    const layer = useLayer(connect)
    describeDatabases(layer)
    describeReads(layer)
    describeWrites(layer)
    describeFollow(layer)
  })
}
