import type { RequestHandler, Response } from 'express'
import { Router } from 'express'
import { base64url, id, object } from '#protocol/decode'
import { parseBlindedMessage } from '#protocol/formats/blinding'
import { Problem, readStrictJson } from '../http/problem.ts'
import type { ElectionState } from '../elections/elections.ts'
import { blindSign } from './blind-sign.ts'
import { clientNetwork } from './client-network.ts'
import type { Desk, DeskPorts } from './desk.ts'
import { Desks } from './desk.ts'
import type { Issuing } from './issue.ts'
import { issueCredential } from './issue.ts'
import type { CodeDocument } from './roll.ts'

export type RegistrarPorts = DeskPorts

const BODY_LIMIT = 16 * 1024
const RETRY_SECONDS = 2

const codeRequest = object({ code: base64url(32) })
const credentialRequest = object({ group: id, blindedMessage: base64url(256), code: base64url(32) })

/**
 * The registrar's two questions: which group a code is of, and the blind signature that it is good for. Nothing here is
 * logged: a line with an address, or with a time, could be laid beside a ballot.
 */
export function registrarRoutes(ports: RegistrarPorts): Router {
  const desks = new Desks(ports)
  const router = Router()
  const readBody = readStrictJson(BODY_LIMIT)
  const path = '/api/elections/:id/registrars/:rid'
  router.post(`${path}/group`, readBody, answerGroup(desks))
  router.post(`${path}/credentials`, readBody, answerCredential(desks, ports))
  return router
}

function answerGroup(desks: Desks): RequestHandler<Address> {
  return async (request, response) => {
    const { desk } = await desks.find(request.params.id, request.params.rid)
    const { code } = codeRequest(request.body, 'request')
    const found = await findCode(desk, code, request.ip)
    send(response, { group: found.group })
  }
}

function answerCredential(desks: Desks, { clock }: RegistrarPorts): RequestHandler<Address> {
  return async (request, response) => {
    const { election, desk } = await desks.find(request.params.id, request.params.rid)
    const wanted = credentialRequest(request.body, 'request')
    const blinded = readBlinded(wanted, election, desk)
    const code = await findCode(desk, wanted.code, request.ip)
    const key = desk.registrar.groups[code.group]
    if (code.group !== wanted.group || !key)
      throw new Problem(403, 'wrong-group', 'The code is of another group of voters.')
    const { registry } = desk
    const { schedule } = election
    send(
      response,
      answerOf(await issueCredential({ registry, blindSign, clock }, code, { blinded, key, schedule })),
    )
  }
}

interface Address {
  readonly id: string
  readonly rid: string
  readonly [name: string]: string
}

/** The message must suit the key of the group that was asked for; that the code is of this group is checked after it. */
function readBlinded(
  wanted: { readonly group: string; readonly blindedMessage: string },
  election: ElectionState,
  desk: Desk,
): Uint8Array {
  const { registrars } = election.manifest.body
  const moduli = registrars.find((registrar) => registrar.id === desk.registrar.id)?.keys ?? {}
  const modulus = Object.hasOwn(moduli, wanted.group) ? moduli[wanted.group] : undefined
  if (modulus === undefined)
    throw new Problem(403, 'wrong-group', 'The election has no such group of voters.')
  return parseBlindedMessage(wanted.blindedMessage, modulus)
}

async function findCode(desk: Desk, form: string, address = ''): Promise<CodeDocument> {
  const network = clientNetwork(address)
  const throttled = desk.throttle.isThrottled(network)
  const lookup = await desk.lookup.find(form, throttled)
  if (lookup.kind === 'found') return lookup.code
  if (lookup.kind === 'unknown') desk.throttle.noteWrong(network)
  if (throttled) {
    const detail = 'Too many codes that do not exist were tried from here. Check the code and try again soon.'
    throw new Problem(429, 'throttled', detail, { retryAfter: desk.throttle.retryAfter(network) })
  }
  if (lookup.kind === 'busy') throw unavailable()
  throw new Problem(404, 'unknown-code', 'There is no such code in this election.')
}

function answerOf(issuing: Issuing): { blindSignature: string } {
  switch (issuing.kind) {
    case 'issued':
      return { blindSignature: issuing.blindSignature }
    case 'unavailable':
      throw unavailable()
    case 'refused':
      throw issuing.reason === 'late'
        ? new Problem(403, 'late', 'The election is over.')
        : new Problem(409, 'already-issued', 'The code has already been used on another phone.')
  }
}

function unavailable(): Problem {
  return new Problem(
    503,
    'unavailable',
    'Nobody can say whether this worked; ask again with the same request.',
    {
      retryAfter: RETRY_SECONDS,
    },
  )
}

function send(response: Response, body: object): void {
  response.set('Cache-Control', 'no-store').json(body)
}
