import { randomBytes } from 'node:crypto'
import { blindCredential, finalizeCredential } from '#protocol/formats/blinding'
import { checkCredential, deriveCode } from '#protocol/formats/credential'
import { publicKeyOf } from '#protocol/signed'
import type { ElectionState } from '../elections/elections.ts'

export interface CredentialAnswer {
  readonly status: number
  /** The problem's code; undefined for 200. */
  readonly code: string | undefined
  readonly blindSignature: string | undefined
}

export type CredentialRequest = Awaited<ReturnType<typeof blindRequest>>

/** What a voter's device draws before it asks for a credential. */
export async function blindRequest({ manifest, manifestHash }: ElectionState, group: string) {
  const request = { registrar: 'main', group, key: publicKeyOf(randomBytes(32)) }
  return { ...request, ...(await blindCredential(manifest.body, manifestHash, request)) }
}

/** Asks registrar `main` at `origin` for a credential. */
export async function askCredential(
  origin: string,
  election: ElectionState,
  code: string,
  { group, blindedMessage }: Pick<CredentialRequest, 'group' | 'blindedMessage'>,
): Promise<CredentialAnswer> {
  const form = deriveCode(code, election.manifestHash, 'main')
  const response = await fetch(`${origin}/api/elections/${election.id}/registrars/main/credentials`, {
    method: 'POST',
    body: JSON.stringify({ group, blindedMessage, code: form }),
  })
  const answer = (await response.json()) as { code?: string; blindSignature?: string }
  return { status: response.status, code: answer.code, blindSignature: answer.blindSignature }
}

/** Whether the answer becomes a credential that every gateway takes. Throws the reason when it does not. */
export async function checkAnswer(
  { manifest, manifestHash }: ElectionState,
  request: CredentialRequest,
  answer: CredentialAnswer,
): Promise<void> {
  const blindSignature = answer.blindSignature ?? ''
  const signature = await finalizeCredential(manifest.body, manifestHash, { ...request, blindSignature })
  const { group, key } = request
  await checkCredential(
    { group, key, signatures: [{ registrar: 'main', signature }] },
    manifest.body,
    manifestHash,
  )
}
