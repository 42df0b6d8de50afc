import type { Couch } from '../couch/couch.ts'
import type { Elections } from '../elections/elections.ts'
import type { Keystore } from '../keys/keystore.ts'
import type { Vault } from '../keys/vault.ts'
import type { Random } from '../registrar/codes.ts'

/** What the election office takes from the process around it. */
export interface AdminPorts {
  readonly couch: Couch
  readonly keystore: Keystore
  /** Keeps voting codes until the officer has them. */
  readonly vault: Vault
  readonly elections: Elections
  readonly clock: () => Date
  /** Bytes that nobody can predict: codes and salts are drawn from it. */
  readonly random: Random
  /** What voters' browsers call this server, such as https://vote.example.org: in manifests and join links. */
  readonly origin: string
}
