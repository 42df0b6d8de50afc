import { fromBase64url, toBase64url } from '#protocol/bytes'
import type { Manifest, ManifestDocument } from '#protocol/formats/manifest'
import { manifestHash, parseManifestBody, signManifest } from '#protocol/formats/manifest'
import { publicKeyOf } from '#protocol/signed'

/** An election with every private key, made afresh in the test. */
export interface TestElection {
  readonly id: string
  readonly manifest: ManifestDocument
  readonly manifestHash: string
  readonly seeds: { readonly authority: Uint8Array; readonly log: Uint8Array; readonly gateway: Uint8Array }
  readonly registrars: Readonly<Record<string, TestRegistrar>>
}

export interface TestRegistrar {
  readonly seed: Uint8Array
  readonly modulus: string
  readonly privateExponent: bigint
}

/** The origin of the fake server; nothing listens there. */
export const ORIGIN = 'https://vote.example'
/** The registrar outside of the service, when there is more than one. */
export const ELSEWHERE = 'https://registrar.example'

export const OPENS = '2026-05-01T08:00:00Z'
export const CLOSES = '2026-05-02T08:00:00Z'
export const DURING = '2026-05-01T12:00:00Z'

/**
 * An election open from {@link OPENS} to {@link CLOSES}: contest `chair` (plurality: ada, bob) and `board` (approval: cem,
 * dia, eva), one group `all`.
 */
export async function makeTestElection(
  id: string,
  {
    registrars: names = ['main'],
    ...changes
  }: { readonly registrars?: readonly string[]; readonly recast?: 'none' } = {},
): Promise<TestElection> {
  const seeds = { authority: draw(), log: draw(), gateway: draw() }
  const made = await Promise.all(
    names.map(async (name): Promise<[string, TestRegistrar]> => [name, await makeRegistrar()]),
  )
  const registrars = Object.fromEntries(made)
  const body = parseManifestBody({ ...plainManifest(id, seeds, registrars), ...changes })
  return {
    id,
    manifest: signManifest(body, seeds.authority),
    manifestHash: manifestHash(body),
    seeds,
    registrars,
  }
}

/** m^d mod n: what a registrar does with a blinded message, in base64url. */
export function signBlinded(blindedMessage: string, registrar: TestRegistrar): string {
  const n = toBigInt(fromBase64url(registrar.modulus, 256))
  return toBase64url(
    fromBigInt(power(toBigInt(fromBase64url(blindedMessage, 256)), registrar.privateExponent, n)),
  )
}

function plainManifest(
  id: string,
  seeds: TestElection['seeds'],
  registrars: TestElection['registrars'],
): Manifest {
  const names = Object.keys(registrars)
  return {
    v: 1,
    election: id,
    title: { en: 'Board election' },
    opens: OPENS,
    closes: CLOSES,
    acceptUntil: '2026-05-02T09:00:00Z',
    results: 'live',
    publish: { everySeconds: 1, atLeast: 1 },
    recast: 'last',
    eligibility: 'codes',
    groups: [{ id: 'all', weight: 1, contests: ['chair', 'board'] }],
    contests: [
      contest('chair', 'plurality', 1, ['ada', 'bob']),
      contest('board', 'approval', 3, ['cem', 'dia', 'eva']),
    ],
    registrars: Object.entries(registrars).map(([name, { seed, modulus }], index) => ({
      id: name,
      url: index === 0 ? ORIGIN : ELSEWHERE,
      sign: publicKeyOf(seed),
      keys: { all: modulus },
    })),
    quorum: Math.floor(names.length / 2) + 1,
    keys: {
      authority: publicKeyOf(seeds.authority),
      log: publicKeyOf(seeds.log),
      receipts: [{ id: 'gw', key: publicKeyOf(seeds.gateway) }],
    },
    origins: [ORIGIN],
  }
}

function contest(
  id: string,
  method: 'plurality' | 'approval',
  maxSelections: number,
  options: readonly string[],
): Manifest['contests'][number] {
  const titled = options.map((option) => ({ id: option, title: { en: option } }))
  return {
    id,
    title: { en: id },
    method,
    seats: 1,
    maxSelections,
    options: titled,
    order: 'fixed',
    ties: options,
  }
}

async function makeRegistrar(): Promise<TestRegistrar> {
  const algorithm = {
    name: 'RSA-PSS',
    hash: 'SHA-384',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
  }
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const { n = '', d = '' } = await crypto.subtle.exportKey('jwk', privateKey)
  return { seed: draw(), modulus: n, privateExponent: toBigInt(fromBase64url(d)) }
}

function draw(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(32))
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

function toBigInt(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

function fromBigInt(value: bigint): Uint8Array {
  const hex = value.toString(16).padStart(512, '0')
  return Uint8Array.from({ length: 256 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  )
}
