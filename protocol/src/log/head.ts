import { object, text } from '../decode.ts'
import type { Manifest } from '../formats/manifest.ts'
import { checkAddress } from '../signed.ts'
import type { Checkpoint } from './checkpoint.ts'
import { checkCheckpoint, MAX_NOTE_LENGTH } from './checkpoint.ts'

const headDocument = object({ _id: text(200), note: text(MAX_NOTE_LENGTH) }, { _rev: text(200) })

/** The last checkpoint of a log, as its election's database shows it. */
export interface HeadDocument {
  readonly _id: string
  readonly note: string
}

/** @throws {ProtocolError} malformed | bad-address | wrong-manifest | bad-signature */
export function checkHead(
  value: unknown,
  manifest: Manifest,
): { readonly document: HeadDocument; readonly checkpoint: Checkpoint } {
  const { _id, note } = headDocument(value, 'head')
  checkAddress({ _id }, headId(manifest.election))
  return { document: { _id, note }, checkpoint: checkCheckpoint(note, manifest) }
}

export function headId(election: string): string {
  return `head:${election}`
}
