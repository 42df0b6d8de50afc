/** Crockford's base32: no I, L, O or U, so that no letter is taken for a digit or spells a word. */
const LETTERS = /[^0-9A-HJKMNP-TV-Z]/g
export const CODE_LENGTH = 16

/** A voting code as far as it can be read: upper case, the letters that people mistake put right, in groups of four. */
export function tidyCode(typed: string): string {
  return readLetters(typed).replace(/(.{4})(?=.)/g, '$1-')
}

export function isWholeCode(typed: string): boolean {
  return countLetters(typed) === CODE_LENGTH
}

/** How many letters and digits of a code are there; more than sixteen are no code either. */
export function countLetters(typed: string): number {
  return readLetters(typed).length
}

function readLetters(typed: string): string {
  return typed.toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1').replace(LETTERS, '')
}
