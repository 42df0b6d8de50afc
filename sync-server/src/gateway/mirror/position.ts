/**
 * How far somebody has read the mirror's feed. It is made of what is public alone, the log and the papers, and of nothing
 * that one server counts: any gateway of the election can take up where another left off.
 */
export interface MirrorPosition {
  /** Leaves of the log up to which everything was given, of the last of them only its first `rows`. */
  readonly leaves: number
  readonly rows: number
  /** Of each paper, by its slot, the version that was given; what is not here was not. */
  readonly versions: readonly number[]
}

export const MIRROR_START: MirrorPosition = { leaves: 0, rows: 0, versions: [] }

const SEQUENCE = /^(\d{1,16})-([A-Za-z0-9_-]{8})\.(\d{1,16}(?:\.\d{1,16}){0,30})$/

/**
 * A sequence of CouchDB's protocol: the number of leaves in front, and what a reader need not understand behind it.
 *
 * @param manifestHash base64url; an election that was made anew under the same id is another one.
 */
export function formatPosition({ leaves, rows, versions }: MirrorPosition, manifestHash: string): string {
  return `${leaves}-${manifestHash.slice(0, 8)}.${[rows, ...versions].join('.')}`
}

/** The start for anything that is no sequence of this election: to give a document again harms nobody. */
export function parsePosition(since: string, manifestHash: string): MirrorPosition {
  const [, leaves, election, rest = ''] = SEQUENCE.exec(since) ?? []
  if (leaves === undefined || election !== manifestHash.slice(0, 8)) return MIRROR_START
  const [rows = 0, ...versions] = rest.split('.').map(Number)
  const isExact = [Number(leaves), rows, ...versions].every(Number.isSafeInteger)
  return isExact ? { leaves: Number(leaves), rows, versions } : MIRROR_START
}

export function withVersion(position: MirrorPosition, slot: number, version: number): MirrorPosition {
  const versions = Array.from({ length: Math.max(slot + 1, position.versions.length) }, (_, at) =>
    at === slot ? version : (position.versions[at] ?? 0),
  )
  return { ...position, versions }
}
