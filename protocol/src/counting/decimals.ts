/** Writes `scaled` / 10^`decimals` with exactly that many decimals: 141245570 with 5 is `1412.45570`. */
export function formatScaled(scaled: number | bigint, decimals: number): string {
  const digits = scaled
    .toString()
    .replace('-', '')
    .padStart(decimals + 1, '0')
  const sign = scaled < 0 ? '-' : ''
  const whole = digits.slice(0, digits.length - decimals)
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-decimals)}`
}
