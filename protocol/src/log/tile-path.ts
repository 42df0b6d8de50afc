import { TILE_WIDTH } from './tile.ts'

/** What a C2SP tlog-tiles address asks for: `tile/<L>/<N>[.p/<W>]`, or `tile/entries/<N>[.p/<W>]`. */
export interface TilePath {
  readonly kind: 'hashes' | 'entries'
  /** 0 for entries. */
  readonly level: number
  readonly index: number
  /** How many of its 256 are wanted. */
  readonly width: number
}

const PATH = /^tile\/(entries|0|[1-9]|[1-5]\d|6[0-3])\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/**
 * Reads the address of a tile, without a slash before it. An index is written in groups of three digits, all but the last
 * with an `x` before: 1234067 is `x001/x234/067`. Each index has one address.
 *
 * @returns undefined for anything else.
 */
export function parseTilePath(path: string): TilePath | undefined {
  const [, what, groups = '', partial] = PATH.exec(path) ?? []
  if (what === undefined || /^x000\//.test(groups)) return undefined
  const width = partial === undefined ? TILE_WIDTH : Number(partial)
  if (width > TILE_WIDTH || (partial !== undefined && width === TILE_WIDTH)) return undefined
  const index = Number(groups.replace(/[x/]/g, ''))
  return what === 'entries'
    ? { kind: 'entries', level: 0, index, width }
    : { kind: 'hashes', level: Number(what), index, width }
}

/** The address of a full tile of hashes, in the form that {@link parseTilePath} reads. */
export function tilePath({ level, index }: Pick<TilePath, 'level' | 'index'>): string {
  const groups =
    String(index)
      .padStart(3 * Math.ceil(String(index).length / 3), '0')
      .match(/\d{3}/g) ?? []
  return `tile/${level}/${groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/')}`
}
