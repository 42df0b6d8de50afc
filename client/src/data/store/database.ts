import type { RxCollection, RxConflictHandler, RxDatabase } from 'rxdb/plugins/core'
import { createRxDatabase } from 'rxdb/plugins/core'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import type { Ballot } from '#protocol/formats/ballot'
import type { BulletinDocument, CredentialDocument, DeliveryDocument } from './documents.ts'
import { ballotSchema, bulletinSchema, credentialSchema, deliverySchema } from './documents.ts'

export interface Collections {
  /** The exact wire format; pushed, never changed. */
  readonly ballots: RxCollection<Ballot>
  /** Pulled only. */
  readonly bulletins: RxCollection<BulletinDocument>
  /** Local. */
  readonly deliveries: RxCollection<DeliveryDocument>
  /** Local. */
  readonly credentials: RxCollection<CredentialDocument>
}

export type PhoneDatabase = RxDatabase<Collections>

/**
 * Opens the phone's database. Chromium's own default answers before the disk has the data; `strict` makes it wait, because
 * a ballot shown as saved, and a blinded message once sent, must survive a power cut.
 */
export async function openDatabase(name: string): Promise<PhoneDatabase> {
  const database = await createRxDatabase<Collections>({
    name,
    storage: getRxStorageDexie({ chromeTransactionDurability: 'strict' }),
    multiInstance: true,
    eventReduce: false,
  })
  await database.addCollections({
    ballots: { schema: ballotSchema, conflictHandler: contentAddressed },
    bulletins: { schema: bulletinSchema },
    deliveries: { schema: deliverySchema },
    credentials: { schema: credentialSchema },
  })
  return database
}

/**
 * A ballot's id is the hash of its content, so two of one id are equal, and what is on this phone is never replaced by
 * what a server says.
 */
const contentAddressed: RxConflictHandler<Ballot> = {
  isEqual: (ours, theirs) => ours._id === theirs._id,
  resolve: ({ newDocumentState }) => Promise.resolve(newDocumentState),
}
