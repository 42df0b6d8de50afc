import { describe, expect, it } from 'vitest'
import { verifyEd25519 } from '#crypto'
import type { Verdicts } from './sets.ts'
import { SETS, digitsOf, sha256Of } from './sets.ts'
import verdicts from './verdicts.json'

const decided: Readonly<Record<string, Verdicts>> = verdicts

/** In Node the server and the verifier decide here, in Chromium the phone and the observer. */
describe('a signature by a hostile signer is decided as by libsodium', () => {
  it('in every set', () => {
    expect(Object.keys(SETS)).toEqual(Object.keys(decided))
  })

  it.each(Object.entries(SETS))('%s', (name, generate) => {
    const signatures = generate()
    expect(sha256Of(signatures)).toBe(decided[name]?.sha256)
    expect(digitsOf(signatures, verifyEd25519)).toBe(decided[name]?.accepted)
  })
})
