import { deriveCode, normalizeCode } from '#protocol/formats/credential'
import { json, problem } from './answers.ts'
import type { TestElection } from './test-election.ts'
import { signBlinded } from './test-election.ts'

/** The registrars of an election: one blind signature a code, the same message the same answer. */
export class FakeRegistrars {
  /** Every blinded message that came, in order, whether or not its answer arrived. */
  readonly blindedMessages: string[] = []
  readonly #election: TestElection
  readonly #codes: readonly string[]
  readonly #issued = new Map<string, string>()

  constructor(election: TestElection, codes: readonly string[]) {
    this.#election = election
    this.#codes = codes
  }

  /** @returns undefined when the path is not a registrar's. */
  answer(path: string, body: unknown): Response | undefined {
    const { id, registrars } = this.#election
    const [, name = '', action] =
      new RegExp(`^/api/elections/${id}/registrars/([^/]+)/(.+)$`).exec(path) ?? []
    const registrar = registrars[name]
    if (!registrar) return undefined
    const { code, blindedMessage = '' } = body as { code: string; blindedMessage?: string }
    const derived = this.#codes.map((known) =>
      deriveCode(normalizeCode(known), this.#election.manifestHash, name),
    )
    if (!derived.includes(code)) return problem(404, 'unknown-code')
    if (action === 'group') return json(200, { group: 'all' })
    this.blindedMessages.push(blindedMessage)
    const issued = this.#issued.get(code) ?? blindedMessage
    if (issued !== blindedMessage) return problem(409, 'already-issued')
    this.#issued.set(code, blindedMessage)
    return json(200, { blindSignature: signBlinded(blindedMessage, registrar) })
  }
}
