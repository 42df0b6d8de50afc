import { describeCouch } from './engine.contract.ts'
import { startTemporaryEngine } from './contract/temporary-engine.ts'

describeCouch('the embedded engine', startTemporaryEngine)

const url = process.env['COUCHDB_URL']
if (url !== undefined)
  describeCouch('CouchDB', () =>
    Promise.resolve({ url, failsLateDeletions: true, close: () => Promise.resolve() }),
  )
