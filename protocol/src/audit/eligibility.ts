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
  /** `registrar/group` → keys. */
  readonly #keys = new Map<string, Set<string>>()

  add({ group, key, signatures }: Credential): void {
    for (const { registrar } of signatures) {
      const place = `${registrar}/${group}`
      const keys = this.#keys.get(place) ?? new Set()
      this.#keys.set(place, keys.add(key))
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
    return this.#keys.get(`${registrar}/${group}`)?.size ?? 0
  }
}
