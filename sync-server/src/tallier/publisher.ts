import { ProtocolError } from '#protocol/errors'
import { fromBase64url } from '#protocol/bytes'
import type { Close, CloseDocument } from '#protocol/formats/close'
import { checkClose, signClose } from '#protocol/formats/close'
import type { Manifest } from '#protocol/formats/manifest'
import type { Result } from '#protocol/formats/result'
import { checkResult, resultId, signResult } from '#protocol/formats/result'
import type { Batch } from '#protocol/log/batch'
import type { Checkpoint } from '#protocol/log/checkpoint'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { checkHead, headId } from '#protocol/log/head'
import type { Tile } from '#protocol/log/tile'
import { fullTiles } from '#protocol/log/tile'
import type { MerkleTree } from '#protocol/log/tree'
import type { Database, Doc, StoredDoc } from '../couch/couch.ts'
import { Unacknowledged } from './retry.ts'

const ATTEMPTS = 5
/** A tile is 11 KB of base64url. */
const TILES_AT_ONCE = 50

export interface PublisherPorts {
  readonly database: Database
  readonly manifest: Manifest
  readonly manifestHash: string
  /** 32-byte Ed25519 seeds. */
  readonly keys: { readonly log: Uint8Array; readonly authority: Uint8Array }
}

/**
 * Writes what follows from the sealed log. Every document is derived, so writing it again is harmless, and none goes
 * back: where a conflict shows that another tallier published as much or more, that stands.
 */
export class Publisher {
  readonly #ports: PublisherPorts
  /** Of the documents that this process has written, their revisions. */
  readonly #revs = new Map<string, string>()

  constructor(ports: PublisherPorts) {
    this.#ports = ports
  }

  /** @throws {Unacknowledged} */
  async storeBatch(batch: Batch): Promise<void> {
    await this.#put({ ...batch })
  }

  /**
   * Tiles, then head, then result. Killed after the tiles: no head names them yet, and they are written again. Killed
   * after the head: its leaves can be proved already, and the result, one step behind, follows at the next start. The
   * other way round a result would stand for a log that nobody has signed.
   *
   * @throws {Unacknowledged}
   */
  async publish(tree: MerkleTree, tilesFrom: number, result: Result): Promise<void> {
    const { keys, manifest, manifestHash } = this.#ports
    await this.#putTiles(fullTiles(tree, manifest.election, tilesFrom, result.size))
    const checkpoint = { size: result.size, root: fromBase64url(result.root, 32) }
    const note = signCheckpoint(checkpoint, logOrigin(manifest.election, manifestHash), keys.log)
    const isAhead = (size: number | undefined): boolean => size !== undefined && size > result.size
    await this.#replace({ _id: headId(manifest.election), note }, (stored) =>
      isAhead(readHead(stored, manifest)?.size),
    )
    await this.#replace({ ...signResult(result, keys.log) }, (stored) =>
      isAhead(readResult(stored, manifest)?.size),
    )
  }

  /** @throws {Unacknowledged} */
  async close(body: Close): Promise<void> {
    const { keys, manifest } = this.#ports
    const close = signClose(body, keys)
    await this.#replace({ ...close }, (stored) => {
      const other = readClose(stored, manifest)
      return other !== undefined && other.signatures.log !== close.signatures.log
    })
  }

  async #putTiles(tiles: readonly Tile[]): Promise<void> {
    for (let first = 0; first < tiles.length; first += TILES_AT_ONCE) {
      const some = tiles.slice(first, first + TILES_AT_ONCE)
      const outcomes = await this.#ports.database.writeAll(some.map((tile) => ({ ...tile })))
      for (const [index, tile] of some.entries())
        if (outcomes[index]?.kind !== 'written') await this.#put({ ...tile })
    }
  }

  async #replace(document: Doc, stands: (stored: StoredDoc) => boolean): Promise<void> {
    const rev = await this.#put(document, this.#revs.get(document._id), stands)
    this.#revs.set(document._id, rev)
  }

  /**
   * Writes `document` over whatever is stored, unless what is stored `stands`. The same content is written once more,
   * for only a write that is acknowledged is known to be durable.
   *
   * @returns the revision of what is stored now.
   */
  async #put(
    document: Doc,
    known?: string,
    stands: (stored: StoredDoc) => boolean = () => false,
  ): Promise<string> {
    const { database } = this.#ports
    let rev = known
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const outcome = await database.write(rev === undefined ? document : { ...document, _rev: rev })
      if (outcome.kind === 'written') return outcome.rev
      if (outcome.kind !== 'conflict') break
      const stored = await database.read(document._id)
      if (stored && stands(stored)) return stored._rev
      rev = stored?._rev
    }
    throw new Unacknowledged(`writing a ${document._id.slice(0, document._id.indexOf(':'))}`)
  }
}

/** The checkpoint in a head document, or undefined when the log key has not signed it. */
export function readHead(stored: StoredDoc | undefined, manifest: Manifest): Checkpoint | undefined {
  return stored && unlessForged(() => checkHead(stored, manifest).checkpoint)
}

/** The body of a result document, or undefined when the log key has not signed it. */
export function readResult(stored: StoredDoc | undefined, manifest: Manifest): Result | undefined {
  return stored?._id === resultId(manifest.election)
    ? unlessForged(() => checkResult(stored, manifest).body)
    : undefined
}

/** The close, or undefined when the two keys have not signed it. */
export function readClose(stored: StoredDoc | undefined, manifest: Manifest): CloseDocument | undefined {
  return stored && unlessForged(() => checkClose(stored, manifest))
}

function unlessForged<T>(check: () => T): T | undefined {
  try {
    return check()
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}
