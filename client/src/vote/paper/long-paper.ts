import type { Contest } from '#protocol/formats/manifest'

/** More options than this do not fit on two screens of a phone: one is then looked for by its name. */
const MOST_AT_A_GLANCE = 12

export function isLong({ options }: Pick<Contest, 'options'>): boolean {
  return options.length > MOST_AT_A_GLANCE
}

/** True when each word of `filter` is in `name`, whatever the accents, vowel signs and capitals. */
export function matches(name: string, filter: string): boolean {
  const folded = fold(name)
  return fold(filter)
    .split(/\s+/)
    .every((word) => folded.includes(word))
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
