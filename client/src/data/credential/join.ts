import { blindCredential, finalizeCredential } from '#protocol/formats/blinding'
import type { RegistrarSignature } from '#protocol/formats/credential'
import { normalizeCode } from '#protocol/formats/credential'
import { ProtocolError } from '#protocol/errors'
import { fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import { publicKeyOf } from '#protocol/signed'
import { DeviceError } from '../../device.ts'
import type { Papers } from '../election/papers.ts'
import type { Environment } from '../environment.ts'
import type { CredentialDocument, StoredRequest } from '../store/documents.ts'
import type { KeyVault } from '../store/key-vault.ts'
import type { PhoneStore } from '../store/phone-store.ts'
import { RegistrarDesk, RegistrarRefusal } from './registrars.ts'

const SEED_BYTES = 32

export interface JoinOptions {
  readonly store: PhoneStore
  readonly vault: KeyVault
  readonly environment: Environment
}

/**
 * Gets this phone the right to vote. The order is the point: key, blinding and code are on the disk before the first
 * request that spends the code leaves, and a repeat sends the very same bytes; so neither a lost answer nor a killed
 * browser can lose a vote.
 *
 * @throws {DeviceError} unknown-code | already-issued | throttled | late | offline | storage-full | unexpected
 */
export async function joinElection(papers: Papers, code: string, options: JoinOptions): Promise<void> {
  await alone(papers, async () => {
    const wanted = foldCode(code)
    const stored = (await options.store.read('credentials')).get(papers.manifestHash)
    if (stored?.state === 'joined') return
    if (stored && (await goOn(stored, wanted, papers, options))) return
    const prepared = await prepare(papers, wanted, options)
    await finish(prepared, papers, options)
  })
}

/** A code without a letter or digit is on no roll; no registrar need be asked. */
function foldCode(code: string): string {
  try {
    return normalizeCode(code)
  } catch (error) {
    if (error instanceof ProtocolError) throw new DeviceError('unknown-code', error.detail)
    throw error
  }
}

/** Takes up a join whose secrets were stored and whose answers are missing. @throws as {@link joinElection} */
export async function resumeJoin(papers: Papers, options: JoinOptions): Promise<void> {
  await alone(papers, async () => {
    const stored = (await options.store.read('credentials')).get(papers.manifestHash)
    if (stored?.state === 'pending') await finish(stored, papers, options)
  })
}

/** Two tabs must not draw two keys for one code. */
async function alone(papers: Papers, task: () => Promise<void>): Promise<void> {
  await navigator.locks.request(`urna-join ${papers.manifestHash}`, task)
}

/**
 * Secrets that are already stored come first, whatever was typed now: their code may be spent on them. Only when the
 * registrars have refused them for good does another code get secrets of its own.
 *
 * @returns whether the phone has joined.
 */
async function goOn(
  stored: CredentialDocument,
  wanted: string,
  papers: Papers,
  options: JoinOptions,
): Promise<boolean> {
  try {
    await finish(stored, papers, options)
    return true
  } catch (error) {
    const after = (await options.store.read('credentials')).get(papers.manifestHash)
    const refused = after?.state === 'refused' && after.signatures.length === 0
    if (refused && (await unwrapCode(stored, options)) !== wanted) return false
    throw error
  }
}

/** Learns the group, draws the key, blinds it for as many registrars as are needed, and stores all of it. */
async function prepare(papers: Papers, code: string, options: JoinOptions): Promise<CredentialDocument> {
  const { manifest, manifestHash, election } = papers
  const group = await learnGroup(papers, code, options.environment)
  const seed = crypto.getRandomValues(new Uint8Array(SEED_BYTES))
  const key = publicKeyOf(seed)
  const chosen = manifest.registrars.slice(0, manifest.quorum)
  const requests: StoredRequest[] = []
  for (const { id } of chosen) requests.push(await blindFor(id, { group, key }, papers, options.vault))
  const credential: CredentialDocument = {
    manifest: manifestHash,
    election,
    state: 'pending',
    group,
    key,
    seed: await options.vault.wrap(seed, manifestHash, 'seed'),
    code: await options.vault.wrap(utf8(code), manifestHash, 'code'),
    requests,
    signatures: [],
    leastSequence: 0,
    recoverySaved: false,
  }
  seed.fill(0)
  await options.store.put('credentials', credential)
  return credential
}

async function learnGroup(papers: Papers, code: string, environment: Environment): Promise<string> {
  const refusals: RegistrarRefusal[] = []
  for (const registrar of papers.manifest.registrars) {
    try {
      const group = await new RegistrarDesk(registrar, papers, environment).askGroup(code)
      if (papers.manifest.groups.some(({ id }) => id === group)) return group
      refusals.push(new RegistrarRefusal('unexpected', false, 'a group that the manifest does not have'))
    } catch (error) {
      refusals.push(keepRefusal(error))
    }
  }
  throw worstOf(refusals)
}

async function blindFor(
  registrar: string,
  { group, key }: { readonly group: string; readonly key: string },
  { manifest, manifestHash }: Papers,
  vault: KeyVault,
): Promise<StoredRequest> {
  const { blindedMessage, inverse } = await blindCredential(manifest, manifestHash, { registrar, group, key })
  const wrapped = await vault.wrap(fromBase64url(inverse, 256), manifestHash, `inverse ${registrar}`)
  return { registrar, blindedMessage, inverse: wrapped }
}

/** Asks registrar after registrar until enough have signed; each signature is stored as it comes. */
async function finish(credential: CredentialDocument, papers: Papers, options: JoinOptions): Promise<void> {
  const { manifest } = papers
  const refusals: RegistrarRefusal[] = []
  let current = credential
  for (const registrar of manifest.registrars) {
    if (current.signatures.length >= manifest.quorum) break
    if (current.signatures.some((signed) => signed.registrar === registrar.id)) continue
    try {
      current = await withRequest(current, registrar.id, papers, options)
      const desk = new RegistrarDesk(registrar, papers, options.environment)
      current = await withSignature(current, desk, papers, options)
    } catch (error) {
      refusals.push(keepRefusal(error))
    }
  }
  if (current.signatures.length >= manifest.quorum) return complete(current, options)
  if (refusals.every(({ forGood }) => forGood))
    await options.store.put('credentials', { ...current, state: 'refused' })
  throw worstOf(refusals)
}

/** A registrar that takes the place of one that failed gets a blinding of its own, stored before it is sent. */
async function withRequest(
  credential: CredentialDocument,
  registrar: string,
  papers: Papers,
  { store, vault }: JoinOptions,
): Promise<CredentialDocument> {
  if (credential.requests.some((request) => request.registrar === registrar)) return credential
  const request = await blindFor(registrar, credential, papers, vault)
  const extended = { ...credential, requests: [...credential.requests, request] }
  await store.put('credentials', extended)
  return extended
}

async function withSignature(
  credential: CredentialDocument,
  desk: RegistrarDesk,
  { manifest, manifestHash }: Papers,
  options: JoinOptions,
): Promise<CredentialDocument> {
  const { group, key } = credential
  const request = credential.requests.find(({ registrar }) => registrar === desk.id)
  if (!request) throw new Error('asked before it was stored')
  const code = await unwrapCode(credential, options)
  const blindSignature = await desk.askCredential({ group, blindedMessage: request.blindedMessage, code })
  const inverse = await options.vault.unwrap(request.inverse, manifestHash, `inverse ${desk.id}`)
  const answer = { registrar: desk.id, group, key, inverse: toBase64url(inverse), blindSignature }
  const signature = await finalizeCredential(manifest, manifestHash, answer)
  const signatures: readonly RegistrarSignature[] = [
    ...credential.signatures,
    { registrar: desk.id, signature },
  ]
  const signed = { ...credential, signatures }
  await options.store.put('credentials', signed)
  return signed
}

/** Code and blinding are forgotten: together they would tie the voter to the ballot key. */
async function complete(
  { code: _code, ...credential }: CredentialDocument,
  { store }: JoinOptions,
): Promise<void> {
  const signatures = [...credential.signatures].sort((a, b) => (a.registrar < b.registrar ? -1 : 1))
  await store.put('credentials', { ...credential, state: 'joined', requests: [], signatures })
}

async function unwrapCode({ code, manifest }: CredentialDocument, { vault }: JoinOptions): Promise<string> {
  if (code === undefined) throw new DeviceError('unexpected', 'the code is no longer on this phone')
  return new TextDecoder().decode(await vault.unwrap(code, manifest, 'code'))
}

function keepRefusal(error: unknown): RegistrarRefusal {
  if (error instanceof RegistrarRefusal) return error
  if (error instanceof ProtocolError) return new RegistrarRefusal('unexpected', false, error.message)
  throw error
}

/** What the voter is told: a refusal that asking again may lift comes before one that it cannot. */
function worstOf(refusals: readonly RegistrarRefusal[]): DeviceError {
  const told = refusals.find(({ forGood }) => !forGood) ?? refusals[0]
  return new DeviceError(told?.code ?? 'unexpected', told?.message ?? 'no registrar answered')
}
