import type { Decoded, Decoder } from '../decode.ts'
import { arrayOf, id, object, oneOf, text } from '../decode.ts'
import { refuse } from '../errors.ts'
import { parseStrictJson } from '../json.ts'
import type { Checkpoint } from '../log/checkpoint.ts'
import { checkCheckpoint, MAX_NOTE_LENGTH } from '../log/checkpoint.ts'
import { checkTlogProof, parseTlogProof } from '../log/tlog-proof.ts'
import type { Manifest } from './manifest.ts'
import { checkManifest, manifestHash } from './manifest.ts'
import type { Receipt } from './receipt.ts'
import { checkReceipt, parseReceipt } from './receipt.ts'

const note = text(MAX_NOTE_LENGTH)
const finding = object(
  { election: id, kind: oneOf('forked', 'rewritten', 'shrunk'), earlier: note },
  { later: note },
)
const unread: Decoder<unknown> = (value) => value
const evidenceDocument = object(
  { urna: oneOf('evidence'), v: oneOf(1), receipts: arrayOf(unread, { max: 10_000 }) },
  { manifest: unread, finding, checkpoint: note },
)

/**
 * `forked`: two roots of one size. `rewritten`: no proof leads from one to the other. `shrunk`: the server lost a part.
 * `earlier` is the signed note that a phone had first, `later` what it was shown then; of a log that shrunk, if anything.
 */
export type Finding = Decoded<typeof finding>

/** What somebody kept of an election, as far as it was signed by the office: it binds the log that is shown now. */
export interface Evidence {
  /** Of logs that must be beginnings of it. */
  readonly checkpoints: readonly Checkpoint[]
  /** Ballots that must be in it by then. */
  readonly receipts: readonly Receipt[]
}

/**
 * Reads what somebody kept: the file that a phone saves as evidence, a C2SP tlog-proof that names its ballot, or a
 * checkpoint, which is a signed note.
 *
 * @throws {ProtocolError} it is none of the three, of another election, or not signed by this one's office.
 */
export function readEvidence(content: string, manifest: Manifest): Evidence {
  if (content.startsWith('{')) return readFile(parseStrictJson(content), manifest)
  if (!content.startsWith('c2sp.org/tlog-proof@'))
    return { checkpoints: [checkCheckpoint(content, manifest)], receipts: [] }
  const { names } = parseTlogProof(content)
  if (names === undefined) return refuse('malformed', 'the proof does not say of which ballot it is')
  return { checkpoints: [checkTlogProof(content, names, manifest)], receipts: [] }
}

function readFile(value: unknown, manifest: Manifest): Evidence {
  const { manifest: known, finding: found, checkpoint, receipts } = evidenceDocument(value, 'evidence')
  if (known !== undefined) checkManifest(known, manifestHash(manifest))
  const notes = [found?.earlier, found?.later, checkpoint].filter((each) => each !== undefined)
  return {
    checkpoints: notes.map((each) => checkCheckpoint(each, manifest)),
    receipts: receipts.map((receipt) => checkReceipt(receipt, manifest, parseReceipt(receipt).body.leafHash)),
  }
}
