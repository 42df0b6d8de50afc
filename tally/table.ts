const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * Names come from strangers' files: without control characters they cannot move a terminal's cursor, colour it, or turn its
 * writing round.
 */
export function plain(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD')
}

/** Rows of equal length in aligned columns, `indent` spaces from the left. Numerals stand to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly boolean[], indent = 2): string[] {
  const widths = right.map((_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))))
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const space = ' '.repeat((widths[column] ?? 0) - widthOf(cell))
      return right[column] ? space + cell : cell + space
    })
    return (' '.repeat(indent) + cells.join('  ')).trimEnd()
  })
}

/** Letters of East Asia take two columns. */
function widthOf(text: string): number {
  let width = 0
  for (const { segment } of segmenter.segment(text))
    width += /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\uFF01-\uFF60]/u.test(segment) ? 2 : 1
  return width
}
