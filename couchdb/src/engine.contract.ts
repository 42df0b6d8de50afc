import { describe } from 'vitest'
import { describeAllDocs } from './contract/all-docs.contract.ts'
import { describeBulk } from './contract/bulk.contract.ts'
import { describeChanges } from './contract/changes.contract.ts'
import type { Connect } from './contract/client.ts'
import { describeDatabases } from './contract/databases.contract.ts'
import { describeDocuments } from './contract/documents.contract.ts'
import { describeFauxton } from './contract/fauxton.contract.ts'
import { describeFind } from './contract/find.contract.ts'
import { describeLiveChanges } from './contract/live-changes.contract.ts'
import { describeMembers } from './contract/members.contract.ts'
import { describeReplication } from './contract/replication.contract.ts'
import { describeServer } from './contract/server.contract.ts'

/**
 * The CouchDB protocol as far as this product relies on it. Every engine runs it, and a real CouchDB too, so that it
 * claims nothing that only the embedded engine does.
 *
 * @param connect is called once for each part of the suite. Its databases have random names and are removed.
 */
export function describeCouch(name: string, connect: Connect): void {
  describe(name, () => {
    describeServer(connect)
    describeDatabases(connect)
    describeDocuments(connect)
    describeMembers(connect)
    describeBulk(connect)
    describeReplication(connect)
    describeAllDocs(connect)
    describeChanges(connect)
    describeLiveChanges(connect)
    describeFind(connect)
    describeFauxton(connect)
  })
}
