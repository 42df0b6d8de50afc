import { badRequest } from '../errors.ts'

/**
 * Sequences carry the identity of their database. One of another database (deleted and created again, or restored to
 * an older state) starts from the beginning, as in CouchDB: rows repeat, and none is missed.
 */
export function formatSequence(seq: number, identity: string): string {
  return `${seq}-${identity.replaceAll('-', '')}`
}

/** @throws {EngineError} 400 for what was never a sequence. */
export function parseSequence(text: string, identity: string, updateSeq: number): number {
  const match = /^(\d{1,15})(?:-([0-9a-f]+))?$/.exec(text)
  if (match === null) throw badRequest("Malformed sequence supplied in 'since' parameter.")
  const seq = Number(match[1])
  const foreign = match[2] !== undefined && formatSequence(seq, identity) !== text
  return foreign || seq > updateSeq ? 0 : seq
}
