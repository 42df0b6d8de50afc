import { formatTime } from '#protocol/decode'
import type { Manifest } from '#protocol/formats/manifest'
import { parseManifestBody, SMALL_GROUP } from '#protocol/formats/manifest'
import { publicKeyOf } from '#protocol/signed'
import type { ElectionPublicKeys } from '../../keys/election-keys.ts'
import type { Definition } from './definition.ts'

/**
 * The manifest of a definition: one registrar, one origin, both at `origin`. An election that names no opening opens now.
 *
 * @throws {ProtocolError} malformed | unsupported
 */
export function draftManifest(
  definition: Definition,
  { keys, registrar }: ElectionPublicKeys,
  origin: string,
  now: Date,
): Manifest {
  const registrars = [{ ...registrar, url: origin }]
  const places = { registrars, quorum: 1, keys, origins: [origin] }
  return parseManifestBody({ v: 1, opens: formatTime(now), ...definition, ...places })
}

/** Judges a definition by the manifest's rules before any key is drawn. @throws {ProtocolError} malformed | unsupported */
export function checkDefinition(definition: Definition, origin: string, now: Date): void {
  draftManifest(definition, placeholderKeys(definition.groups.map(({ id }) => id)), origin, now)
}

/** What an officer should know although nothing forbids it; `size` is the number of voters by group, once it is known. */
export function warningsOf(
  definition: Definition,
  size: Readonly<Record<string, number>> | undefined,
): string[] {
  const small = definition.groups.filter(({ id }) => size !== undefined && (size[id] ?? 0) < SMALL_GROUP)
  return small.map(
    ({ id }) => `Group "${id}" has fewer than ${SMALL_GROUP} voters: its result may show how people voted.`,
  )
}

/** Keys that only look like keys, each another, for judging a definition before any is drawn. */
function placeholderKeys(groups: readonly string[]): ElectionPublicKeys {
  const key = (number: number): string => publicKeyOf(new Uint8Array(32).fill(number))
  const moduli = groups.map((group, index) => [group, placeholderModulus(index)] as const)
  return {
    keys: { authority: key(1), log: key(2), receipts: [{ id: 'gw', key: key(3) }] },
    registrar: { id: 'main', sign: key(4), keys: Object.fromEntries(moduli) },
  }
}

/** Odd and 2048 bits long, as the rules want a modulus. */
function placeholderModulus(index: number): string {
  const bytes = Buffer.alloc(256, 0xff)
  bytes.writeUInt32BE(index, 128)
  return bytes.toString('base64url')
}
