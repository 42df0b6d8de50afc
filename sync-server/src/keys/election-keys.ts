import type { KeyObject } from 'node:crypto'
import { createPrivateKey, generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import { arrayOf, base64url, id, object, text } from '#protocol/decode'
import type { Manifest } from '#protocol/formats/manifest'
import { parseStrictJson } from '#protocol/json'
import { publicKeyOf } from '#protocol/signed'
import type { ElectionKeys } from './keystore.ts'

const REGISTRAR_ID = 'main'
const GATEWAY_ID = 'gw'
const SEED_BYTES = 32

/** What the manifest says about an election's keys; RSA moduli by group, everything base64url. */
export interface ElectionPublicKeys {
  readonly keys: Manifest['keys']
  readonly registrar: {
    readonly id: string
    readonly sign: string
    readonly keys: Readonly<Record<string, string>>
  }
}

const seed = base64url(SEED_BYTES)
const exportedKeys = object({
  authority: seed,
  log: seed,
  receipts: object({ id, seed }),
  registrar: object({ id, seed, groups: arrayOf(object({ id, pkcs8: text(8000) }), { min: 1, max: 100 }) }),
})

/** Draws every key of a new election; RSA keys take about 0.1 s each, off the main thread. */
export async function drawElectionKeys(groups: readonly string[]): Promise<ElectionKeys> {
  const rsa = await Promise.all(groups.map(async (group) => [group, await drawRsaKey()] as const))
  return {
    authority: drawSeed(),
    log: drawSeed(),
    receipts: { id: GATEWAY_ID, seed: drawSeed() },
    registrar: { id: REGISTRAR_ID, seed: drawSeed(), groups: Object.fromEntries(rsa) },
  }
}

export function publicKeysOf({ authority, log, receipts, registrar }: ElectionKeys): ElectionPublicKeys {
  const moduli = Object.entries(registrar.groups).map(([group, key]) => [group, modulusOf(key)] as const)
  return {
    keys: {
      authority: publicKeyOf(authority),
      log: publicKeyOf(log),
      receipts: [{ id: receipts.id, key: publicKeyOf(receipts.seed) }],
    },
    registrar: { id: registrar.id, sign: publicKeyOf(registrar.seed), keys: Object.fromEntries(moduli) },
  }
}

/** The raw modulus of an RSA key, 256 bytes in base64url. */
export function modulusOf(key: KeyObject): string {
  const { n } = key.export({ format: 'jwk' })
  if (n === undefined) throw new TypeError('not an RSA key')
  return n
}

/** Every private key as bytes; whoever has them can forge the election. */
export function exportElectionKeys({ authority, log, receipts, registrar }: ElectionKeys): Uint8Array {
  const groups = Object.entries(registrar.groups).map(([group, key]) => ({
    id: group,
    pkcs8: toBase64url(key.export({ type: 'pkcs8', format: 'der' })),
  }))
  const exported = {
    authority: toBase64url(authority),
    log: toBase64url(log),
    receipts: { id: receipts.id, seed: toBase64url(receipts.seed) },
    registrar: { id: registrar.id, seed: toBase64url(registrar.seed), groups },
  }
  return utf8(JSON.stringify(exported))
}

/** @throws {ProtocolError} malformed, for bytes that {@link exportElectionKeys} did not make. */
export function importElectionKeys(bytes: Uint8Array): ElectionKeys {
  const { authority, log, receipts, registrar } = exportedKeys(
    parseStrictJson(Buffer.from(bytes).toString()),
    'keys',
  )
  const groups = registrar.groups.map((group) => [group.id, importRsaKey(group.pkcs8)] as const)
  return {
    authority: fromBase64url(authority),
    log: fromBase64url(log),
    receipts: { id: receipts.id, seed: fromBase64url(receipts.seed) },
    registrar: { id: registrar.id, seed: fromBase64url(registrar.seed), groups: Object.fromEntries(groups) },
  }
}

function importRsaKey(pkcs8: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(fromBase64url(pkcs8)), format: 'der', type: 'pkcs8' })
}

async function drawRsaKey(): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicExponent: 65537,
  })
  return privateKey
}

function drawSeed(): Uint8Array {
  return Uint8Array.from(randomBytes(SEED_BYTES))
}
