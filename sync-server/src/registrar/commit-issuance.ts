import type { Issuance } from '#protocol/formats/issuance'
import { issuanceId, signIssuance } from '#protocol/formats/issuance'
import type { Database } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import { publishCopy } from '../elections/decided.ts'
import type { ElectionKeys } from '../keys/keystore.ts'
import type { Roll } from './roll.ts'

const MAX_ATTEMPTS = 5

export interface IssuanceStatement {
  readonly election: string
  readonly manifestHash: string
  readonly roll: Roll
  /** By group; every group of the manifest, as in the roll. */
  readonly issued: Readonly<Record<string, number>>
  readonly final: boolean
}

/**
 * Publishes what this registrar states about its roll, in place of what it stated before. The statement is a function of
 * its content: making it again changes nothing. A final one stays. Which one is the last is decided in `control`.
 *
 * @throws {CouchError} unavailable, when nobody knows whether it was stored.
 */
export async function commitIssuance(
  { control, database }: { readonly control: Database; readonly database: Database },
  registrar: ElectionKeys['registrar'],
  statement: IssuanceStatement,
): Promise<void> {
  await decideIssuance(control, registrar, statement)
  await publishCopy(control, database, issuanceId(statement.election, registrar.id))
}

async function decideIssuance(
  control: Database,
  registrar: ElectionKeys['registrar'],
  statement: IssuanceStatement,
): Promise<void> {
  const document = signIssuance(bodyOf(statement, registrar.id), registrar.seed)
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const stored = await control.read(document._id)
    if (stored && (stored['signature'] === document.signature || isFinal(stored['body']))) return
    const outcome = await control.compareAndSwap({ ...document, ...(stored && { _rev: stored._rev }) })
    if (outcome.kind === 'written') return
    if (outcome.kind === 'refused') throw new Error(`the issuance was refused: ${outcome.reason}`)
  }
  throw new CouchError('unavailable', `${document._id} may not be stored`)
}

function bodyOf(statement: IssuanceStatement, registrar: string): Issuance {
  const { election, manifestHash, roll, issued, final } = statement
  const header = { v: 1, election, manifest: manifestHash } as const
  return { ...header, registrar, rollSize: roll.size, rollRoot: roll.root, issued, final }
}

function isFinal(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'final' in body && body.final === true
}
