import type { Case } from '../evidence/case.ts'
import type { Guess, Rule } from './rule.ts'
import { guessRule } from './rule.ts'

/** A factor that was drawn from all numbers below the modulus is never that small. */
const SMALL = 1n << 1024n

/**
 * The blind signature is the ballot's, times a factor that only the phone knows. Each pair of a voter and a ballot has one,
 * so a factor tells nothing, unless phones draw it badly: it is small, or the same again.
 */
export function blindingRule({ modulus, blindSignatures, signatures, size }: Case): Rule {
  const n = toInteger(modulus)
  const inverses = signatures.map((signature) => invert(toInteger(signature), n))
  const factors = blindSignatures.map((blind) => {
    const signature = toInteger(blind)
    return inverses.map((inverse) => (signature * inverse) % n)
  })
  const times = new Map<bigint, number>()
  for (const factor of factors.flat()) times.set(factor, (times.get(factor) ?? 0) + 1)
  const isWeak = (factor: bigint): boolean => factor < SMALL || (times.get(factor) ?? 0) > size / 2
  const guess: Guess = factors.map((row) => row.findIndex(isWeak)).map((key) => (key < 0 ? undefined : key))
  return guessRule('blinding factors that are small or come again', guess)
}

function toInteger(text: string): bigint {
  return BigInt(`0x${Buffer.from(text, 'base64url').toString('hex') || '0'}`)
}

/** Euclid's algorithm. */
function invert(value: bigint, modulus: bigint): bigint {
  let [before, rest] = [modulus, value % modulus]
  let [factorBefore, factor] = [0n, 1n]
  while (rest > 0n) {
    const quotient = before / rest
    ;[before, rest] = [rest, before - quotient * rest]
    ;[factorBefore, factor] = [factor, factorBefore - quotient * factor]
  }
  return (factorBefore + modulus) % modulus
}
