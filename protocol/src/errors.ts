/** Why a document of the protocol is refused. Closed: clients translate each code, so a new one is a format change. */
export type RefusalCode =
  | 'malformed'
  | 'too-large'
  | 'unsupported'
  | 'unknown-election'
  | 'wrong-manifest'
  | 'not-open'
  | 'late'
  | 'bad-credential'
  | 'bad-signature'
  | 'overvote'
  | 'unknown-option'
  | 'bad-sequence'
  | 'bad-address'
  | 'bad-proof'
  | 'bad-chain'

/** Malformed or forged input. `detail` names the member and the rule for a person; it never quotes a secret. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly code: RefusalCode
  readonly detail: string

  constructor(code: RefusalCode, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}

export function refuse(code: RefusalCode, detail: string): never {
  throw new ProtocolError(code, detail)
}
