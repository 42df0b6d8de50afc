import { ownMember } from '../decode.ts'
import type { Credential } from '../formats/credential.ts'
import type { Issuance, IssuanceDocument } from '../formats/issuance.ts'
import { issuanceId } from '../formats/issuance.ts'
import type { Manifest } from '../formats/manifest.ts'
import type { Fault } from './fault.ts'

/**
 * Which keys each registrar gave the right to vote, as the log shows it. Blind signatures name nobody, so the number is what
 * binds a registrar: distinct keys ≤ credentials given out ≤ voters on the roll.
 */
export class EligibilityCount {
  /** `registrar/group` → voters. */
  readonly #voters = new Map<string, NumberSet>()

  /** @param voter the number of the credential's key, as {@link Tally.add} tells it. */
  add({ group, signatures }: Pick<Credential, 'group' | 'signatures'>, voter: number): void {
    for (const { registrar } of signatures) {
      const place = `${registrar}/${group}`
      const voters = this.#voters.get(place) ?? new NumberSet()
      this.#voters.set(place, voters)
      voters.add(voter)
    }
  }

  faults(manifest: Manifest, statements: ReadonlyMap<string, IssuanceDocument>): Fault[] {
    return manifest.registrars.flatMap(({ id }) => {
      const document = issuanceId(manifest.election, id)
      const statement = statements.get(document)
      if (!statement) return this.#missing(manifest, document, id)
      return manifest.groups.flatMap((group) => this.#exceeded(document, statement.body, group.id))
    })
  }

  #missing(manifest: Manifest, document: string, registrar: string): Fault[] {
    const signed = manifest.groups.some(({ id }) => this.#size(registrar, id) > 0)
    const detail = 'its registrar signed credentials and did not state how many'
    return signed ? [{ document, code: 'missing', detail }] : []
  }

  /** Before the last statement, credentials that were given out since the one before are not in it yet. */
  #exceeded(document: string, { registrar, rollSize, issued, final }: Issuance, group: string): Fault[] {
    const keys = this.#size(registrar, group)
    const bound = ownMember(final ? issued : rollSize, group) ?? 0
    if (keys <= bound) return []
    const what = final ? 'credentials were given out' : 'voters are on the roll'
    const detail = `${keys} keys voted in group ${group}, and ${bound} ${what}`
    return [{ document, code: 'over-issued', detail }]
  }

  #size(registrar: string, group: string): number {
    return this.#voters.get(`${registrar}/${group}`)?.size ?? 0
  }
}

/** A set of numbers from 0, which takes a bit for each up to the greatest. */
class NumberSet {
  #bits = new Uint8Array(64)
  size = 0

  add(number: number): void {
    const at = number >> 3
    const bit = 1 << (number & 7)
    if (at >= this.#bits.length) this.#grow(at)
    if (((this.#bits[at] ?? 0) & bit) !== 0) return
    this.#bits[at] = (this.#bits[at] ?? 0) | bit
    this.size++
  }

  #grow(at: number): void {
    const larger = new Uint8Array(Math.max(at + 1, 2 * this.#bits.length))
    larger.set(this.#bits)
    this.#bits = larger
  }
}
