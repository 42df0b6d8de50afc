import { sha256 } from '#crypto'
import { fromBase64url } from '../bytes.ts'
import { ProtocolError, refuse } from '../errors.ts'
import type { Schedule } from '../formats/amendment.ts'
import { amendedSchedule, closedSchedule, parseAmendment } from '../formats/amendment.ts'
import type { CloseDocument } from '../formats/close.ts'
import { checkClose } from '../formats/close.ts'
import type { IssuanceDocument } from '../formats/issuance.ts'
import { checkIssuance, followIssuance } from '../formats/issuance.ts'
import type { Manifest } from '../formats/manifest.ts'
import type { ResultDocument } from '../formats/result.ts'
import { checkResult } from '../formats/result.ts'
import type { Checkpoint } from '../log/checkpoint.ts'
import { checkHead } from '../log/head.ts'
import { parseTile } from '../log/tile.ts'
import type { Fault } from './fault.ts'
import { documentId } from './judge-ballot.ts'

/** What of a tile is kept until the log is there: the SHA-256 of its hashes, joined. */
export interface TileClaim {
  readonly id: string
  readonly level: number
  readonly index: number
  readonly hash: Uint8Array
}

/** What an election's office, registrars and tallier signed, besides its manifest. */
export class Papers {
  readonly issuances = new Map<string, IssuanceDocument>()
  /** Every checkpoint that somebody kept, the last one among them. */
  readonly checkpoints: Checkpoint[] = []
  readonly tiles: TileClaim[] = []
  close: CloseDocument | undefined
  result: ResultDocument | undefined
  readonly #manifest: Manifest
  readonly #amendments: unknown[] = []

  constructor(manifest: Manifest) {
    this.#manifest = manifest
  }

  get amendments(): number {
    return this.#amendments.length
  }

  /** Takes one more, or says what is wrong with it. */
  add(document: unknown): Fault | undefined {
    try {
      this.#take(document)
    } catch (error) {
      return faultOf(documentId(document), error)
    }
    return undefined
  }

  /** The schedule at the end, or what is wrong with the amendments that lead to it. */
  schedule(): Schedule | Fault {
    try {
      return this.close
        ? closedSchedule(this.#manifest, this.#amendments, this.close.body)
        : amendedSchedule(this.#manifest, this.#amendments)
    } catch (error) {
      return faultOf(`amendment:${this.#manifest.election}`, error)
    }
  }

  /** @throws {ProtocolError} */
  #take(document: unknown): void {
    const manifest = this.#manifest
    const kind = documentId(document).split(':')[0]
    switch (kind) {
      case 'amendment':
        this.#amendments.push(parseAmendment(document))
        return
      case 'issuance':
        return this.#takeIssuance(checkIssuance(document, manifest))
      case 'head':
        this.checkpoints.push(checkHead(document, manifest).checkpoint)
        return
      case 'tile':
        return this.#takeTile(document)
      case 'result':
        if (this.result) refuse('malformed', 'there are two results')
        this.result = checkResult(document, manifest)
        return
      case 'close':
        if (this.close) refuse('malformed', 'there are two documents that close the election')
        this.close = checkClose(document, manifest)
        return
      default:
        refuse('malformed', 'this is no document of an election, or it is not in its place')
    }
  }

  #takeTile(value: unknown): void {
    const { document, level, index } = parseTile(value, this.#manifest.election)
    this.tiles.push({ id: document._id, level, index, hash: sha256(fromBase64url(document.hashes)) })
  }

  #takeIssuance(issuance: IssuanceDocument): void {
    const earlier = this.issuances.get(issuance._id)
    if (earlier) followIssuance(earlier.body, issuance.body)
    this.issuances.set(issuance._id, issuance)
  }
}

/** @throws anything that is no refusal: a defect of this program. */
export function faultOf(document: string, error: unknown): Fault {
  if (!(error instanceof ProtocolError)) throw error
  return { document, code: error.code, detail: error.detail }
}
