import { fromBase64url } from '#protocol/bytes'
import type { Writing } from './evidence.ts'

/** Something that may be found in what a server wrote, and of whom or what it tells. */
export interface Clue {
  /** What kind of thing it is, such as `code`. */
  readonly name: string
  /** The voter, or the ballot key, by its place in the list. */
  readonly item: number
  readonly text: string
}

export interface Mention {
  readonly clue: Clue
  readonly writing: Writing
  /** In bytes from the beginning of the writing. */
  readonly offset: number
}

interface Needle {
  readonly clue: Clue
  readonly bytes: string
}

/** Enough to know a needle by, and little enough that LevelDB's blocks rarely cut it. */
const HEAD = 8
const LONGEST = 24

/** Finds every clue in every writing, however it is spelled there. In order of writings and offsets. */
export function findMentions(clues: readonly Clue[], writings: readonly Writing[]): readonly Mention[] {
  const needles = new Map<string, Needle[]>()
  for (const clue of clues)
    for (const spelling of spellingsOf(clue.text)) {
      const bytes = spelling.slice(0, LONGEST)
      const head = bytes.slice(0, HEAD)
      const alike = needles.get(head)
      if (!alike) needles.set(head, [{ clue, bytes }])
      else if (!alike.some((known) => known.clue === clue && known.bytes === bytes))
        alike.push({ clue, bytes })
    }
  return writings.flatMap((writing) => [...mentionsIn(writing, needles)])
}

function* mentionsIn(writing: Writing, needles: ReadonlyMap<string, readonly Needle[]>): Generator<Mention> {
  const { bytes } = writing
  for (let offset = 0; offset + HEAD <= bytes.length; offset++)
    for (const needle of needles.get(bytes.slice(offset, offset + HEAD)) ?? [])
      if (bytes.startsWith(needle.bytes, offset)) yield { clue: needle.clue, writing, offset }
}

/** As text, and where it is base64url also as the bytes, in hexadecimal and in the other base64; codes without hyphens. */
export function spellingsOf(text: string): readonly string[] {
  const bytes = decode(text)
  const plain = text.replaceAll('-', '')
  return [
    text,
    ...(bytes ? [bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('base64')] : []),
    ...(isCode(text) ? [plain, plain.toLowerCase()] : []),
  ]
}

export function isCode(text: string): boolean {
  return /^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/.test(text)
}

/** Keys, hashes and signatures; nothing shorter. */
export function decode(text: string): Buffer | undefined {
  const length = { 43: 32, 86: 64, 342: 256 }[text.length]
  if (length === undefined || !/^[\w-]+$/.test(text)) return undefined
  try {
    return Buffer.from(fromBase64url(text, length))
  } catch {
    return undefined
  }
}
