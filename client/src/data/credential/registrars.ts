import { deriveCode } from '#protocol/formats/credential'
import type { Registrar } from '#protocol/formats/manifest'
import type { DeviceErrorCode } from '../../device.ts'
import type { Papers } from '../election/papers.ts'
import type { Environment } from '../environment.ts'
import { exchangeJson, ProblemAnswer, Unreachable } from '../sync/http.ts'

const SILENCE_MS = 30_000

/** Why a registrar did not give what was asked. `forGood`: asking again cannot help. */
export class RegistrarRefusal extends Error {
  override readonly name = 'RegistrarRefusal'
  readonly code: DeviceErrorCode
  readonly forGood: boolean

  constructor(code: DeviceErrorCode, forGood: boolean, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
    this.forGood = forGood
  }
}

const FOR_GOOD: readonly DeviceErrorCode[] = ['unknown-code', 'already-issued', 'late', 'unknown-election']

/** Speaks to one registrar of an election. What it sees of the voter's code is good at this registrar only. */
export class RegistrarDesk {
  readonly id: string
  readonly #registrar: Registrar
  readonly #papers: Papers
  readonly #environment: Environment

  constructor(registrar: Registrar, papers: Papers, environment: Environment) {
    this.id = registrar.id
    this.#registrar = registrar
    this.#papers = papers
    this.#environment = environment
  }

  /** The group that a code belongs to; asking changes nothing. @throws {RegistrarRefusal} */
  askGroup(code: string): Promise<string> {
    return this.#ask('group', { code: this.#derived(code) }, 'group')
  }

  /** The same blinded message is answered alike however often it is sent. @throws {RegistrarRefusal} */
  askCredential(request: { group: string; blindedMessage: string; code: string }): Promise<string> {
    return this.#ask('credentials', { ...request, code: this.#derived(request.code) }, 'blindSignature')
  }

  #derived(code: string): string {
    return deriveCode(code, this.#papers.manifestHash, this.id)
  }

  async #ask(action: string, body: object, member: string): Promise<string> {
    const path = `/api/elections/${this.#papers.election}/registrars/${this.id}/${action}`
    const signal = new AbortController().signal
    const exchange = { signal, silenceMs: SILENCE_MS, body }
    try {
      const answer = await exchangeJson(this.#environment, `${this.#base()}${path}`, exchange)
      const value =
        typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>)[member] : ''
      if (typeof value === 'string' && value !== '') return value
      throw new RegistrarRefusal('unexpected', false, `the answer has no ${member}`)
    } catch (error) {
      throw asRefusal(error)
    }
  }

  /**
   * A registrar of the same service is asked at the origin that serves this app, which may be another of its names; an
   * independent one at its own address.
   */
  #base(): string {
    // Scheme, nothing, host and port: the manifest has it in its normal spelling, which no URL parser need take.
    const origin = this.#registrar.url.split('/').slice(0, 3).join('/')
    const sameService = this.#papers.manifest.origins.includes(origin)
    return sameService ? this.#environment.origin : this.#registrar.url.replace(/\/$/, '')
  }
}

function asRefusal(error: unknown): unknown {
  if (error instanceof Unreachable) return new RegistrarRefusal('offline', false, error.message)
  if (!(error instanceof ProblemAnswer)) return error
  const code = codeOf(error)
  return new RegistrarRefusal(code, FOR_GOOD.includes(code), error.message)
}

function codeOf({ status, code }: ProblemAnswer): DeviceErrorCode {
  if (status >= 500) return 'offline'
  if (status === 429) return 'throttled'
  switch (code) {
    case 'unknown-code':
    case 'already-issued':
    case 'late':
    case 'unknown-election':
      return code
    default:
      return 'unexpected'
  }
}
