import { checkManifest, manifestHash } from '#protocol/formats/manifest'
import type { ManifestDocument } from '#protocol/formats/manifest'
import { id } from '#protocol/decode'
import { ProtocolError } from '#protocol/errors'
import { DeviceError } from '../../device.ts'
import type { Environment } from '../environment.ts'
import type { BulletinDocument } from '../store/documents.ts'
import type { PhoneStore } from '../store/phone-store.ts'
import { acceptBulletins } from '../sync/accept-bulletins.ts'
import { exchangeJson, ProblemAnswer, Unreachable } from '../sync/http.ts'
import type { DeviceClock } from './device-clock.ts'
import type { Papers } from './papers.ts'
import { readPapers } from './papers.ts'

const SILENCE_MS = 20_000

export interface PreviewOptions {
  readonly store: PhoneStore
  readonly environment: Environment
  readonly clock: DeviceClock
}

/**
 * Fetches an election's manifest, checks that it is the one expected, and keeps it with its amendments and issuance.
 * Without a network what is on the phone answers, if it is the one expected.
 *
 * @param expectedHash from the join link. Without it, the manifest that this phone already joined or looked at is the one
 *   expected; for an election new to it the server is taken at its word.
 * @throws {DeviceError} offline | unknown-election | wrong-manifest | bad-signature | storage-full | unexpected
 */
export async function previewElection(
  election: string,
  expectedHash: string | undefined,
  options: PreviewOptions,
): Promise<Papers> {
  if (!isElectionId(election)) throw new DeviceError('unknown-election', 'this is not the id of an election')
  const known = readPapers(options.store.state.bulletins, election)
  const expected = expectedHash ?? known?.manifestHash
  try {
    const details = await fetchDetails(election, options)
    const manifest = checkManifest(details['manifest'], expected)
    await keepManifest(manifest, known, options.store)
    await keepPapers(election, details, options.store)
  } catch (error) {
    if (!(error instanceof Unreachable) || known?.manifestHash !== expected) throw asDeviceError(error)
  }
  const papers = readPapers(options.store.state.bulletins, election)
  if (!papers) throw new DeviceError('offline', 'this phone has not seen the election yet')
  return papers
}

async function fetchDetails(
  election: string,
  { environment, clock }: PreviewOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const exchange = { signal: new AbortController().signal, silenceMs: SILENCE_MS }
  const answer = await exchangeJson(environment, `${environment.origin}/api/elections/${election}`, exchange)
  const details = typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : {}
  clock.learn(details['now'])
  return details
}

/** Another manifest under the same id is another election: what was published about the last one goes. */
async function keepManifest(
  manifest: ManifestDocument,
  known: Papers | undefined,
  store: PhoneStore,
): Promise<void> {
  if (known?.manifestHash === manifestHash(manifest.body)) return
  const election = manifest.body.election
  const old = [...store.state.bulletins.keys()].filter((key) => key.split(':')[1] === election)
  if (old.length > 0) await store.remove('bulletins', old)
  const document: BulletinDocument = manifest
  await store.put('bulletins', document)
}

async function keepPapers(
  election: string,
  details: Readonly<Record<string, unknown>>,
  store: PhoneStore,
): Promise<void> {
  const papers = readPapers(store.state.bulletins, election)
  if (!papers) return
  const offered = [details['amendments'], details['issuance']].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  )
  for (const document of acceptBulletins(offered, papers)) await store.put('bulletins', document)
}

function isElectionId(value: string): boolean {
  try {
    return id(value, 'election') === value
  } catch {
    return false
  }
}

function asDeviceError(error: unknown): Error {
  if (error instanceof DeviceError) return error
  if (error instanceof Unreachable) return new DeviceError('offline', error.message)
  if (error instanceof ProblemAnswer)
    return new DeviceError(error.status === 404 ? 'unknown-election' : 'unexpected', error.message)
  if (error instanceof ProtocolError) return new DeviceError(codeOf(error), error.detail)
  return error instanceof Error ? error : new Error(String(error))
}

function codeOf({ code }: ProtocolError): 'wrong-manifest' | 'bad-signature' | 'unexpected' {
  return code === 'wrong-manifest' || code === 'bad-signature' ? code : 'unexpected'
}
