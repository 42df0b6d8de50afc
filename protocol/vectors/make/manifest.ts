import type { RefusalCode } from '#protocol/errors'
import { canonicalJson } from '#protocol/json'
import type { ManifestDocument } from '#protocol/formats/manifest'
import { fingerprint, manifestHash } from '#protocol/formats/manifest'
import { toBase64url } from '#protocol/bytes'
import { club } from '../material/club.ts'
import {
  board,
  boardBody,
  boardHash,
  coop,
  coopBody,
  coopHash,
  publicKey,
  seedOf,
} from '../material/election.ts'
import { sided } from '../material/manifest.ts'
import { REPEAT } from '../material/repeat.ts'
import { misspell } from '../material/misspelled.ts'
import type { Vector, VectorFile } from '../material/vector.ts'
import { respell, set, signedDocument, without } from '../material/vector.ts'
import { manifestMethods } from './manifest-methods.ts'
import { manifestLimits } from './manifest-limits.ts'

const AUTHORITY = seedOf('board authority')

export function makeManifests(): VectorFile {
  return {
    kind: 'manifest',
    about:
      'A manifest document, with the hash that the join link carries where `expectedHash` is given. ' +
      REPEAT,
    manifests: { board, coop, club },
    vectors: [
      ...valid(),
      ...shapes(),
      ...rules(),
      ...manifestMethods(),
      ...addresses(),
      ...keys(),
      ...spellings(),
      ...signatures(),
      ...misspell(board),
      ...manifestLimits(),
    ],
  }
}

function valid(): Vector[] {
  return [
    accepted('one registrar, three contests', board),
    { ...accepted('the hash of the join link', board), expectedHash: boardHash },
    accepted('quorum of two in three, weights, ids that every object inherits', coop),
    accepted('the revision of the database', { ...board, _rev: '1-0123456789abcdef' }),
    accepted(
      'a title in scripts of several planes',
      signed(set(boardBody, ['title'], { en: 'Wähl 選挙 🗳️' })),
    ),
    accepted('a seat for every option', signed(set(boardBody, ['contests', 1, 'seats'], 4))),
    accepted('acceptUntil equal to closes', signed(set(boardBody, ['acceptUntil'], boardBody.closes))),
  ]
}

function shapes(): Vector[] {
  const body = (name: string, path: (string | number)[], value: unknown, error: RefusalCode = 'malformed') =>
    refused(name, error, signed(set(boardBody, path, value)))
  return [
    refused('not an object', 'malformed', ['manifest']),
    refused('null', 'malformed', null),
    refused('no signature', 'malformed', without(board, ['signature'])),
    refused('an unknown member beside the body', 'malformed', { ...board, _deleted: false }),
    body('an unknown member of the body', ['note'], 'hello'),
    body('an unknown member of an option', ['contests', 0, 'options', 0, 'party'], 'x'),
    refused('a missing member', 'malformed', signed(without(boardBody, ['quorum']))),
    body('another format version', ['v'], 2),
    body('the version as a string', ['v'], '1'),
    body('an id in capitals', ['contests', 0, 'id'], 'Chair'),
    body('an id of 64 letters', ['contests', 0, 'options', 0, 'id'], 'a'.repeat(64)),
    body('an id that begins with a digit', ['groups', 0, 'id'], '1st'),
    body('an id with a line break', ['contests', 0, 'id'], 'chair\n'),
    body('a text without letters', ['title', 'en'], ''),
    body('a title of 501 characters', ['title', 'en'], 'x'.repeat(501)),
    body('a title without languages', ['title'], {}),
    body('a language that is none', ['title'], { english: 'Board' }),
    body('no contests', ['contests'], []),
    body('no origins', ['origins'], []),
    body('a weight of zero', ['groups', 0, 'weight'], 0),
    body('a weight with a fraction', ['groups', 0, 'weight'], 1.5),
    body('sealed results', ['results'], 'sealed', 'unsupported'),
    body('sealed results of one contest', ['contests', 0, 'results'], 'sealed', 'unsupported'),
    body('an open poll', ['eligibility'], 'open', 'unsupported'),
    body('a method that nobody knows', ['contests', 0, 'method'], 'oracle'),
  ]
}

function rules(): Vector[] {
  const body = (name: string, path: (string | number)[], value: unknown) =>
    refused(name, 'malformed', signed(set(boardBody, path, value)))
  const [registrar] = boardBody.registrars
  return [
    body('a day that does not exist', ['opens'], '2026-02-30T08:00:00Z'),
    body('the hour 24', ['opens'], '2026-04-30T24:00:00Z'),
    body('a leap second', ['closes'], '2026-05-08T18:00:60Z'),
    body('a time with an offset', ['closes'], '2026-05-08T18:00:00+00:00'),
    body('a time with milliseconds', ['closes'], '2026-05-08T18:00:00.000Z'),
    body('closes before it opens', ['closes'], '2026-04-30T08:00:00Z'),
    body('closes as it opens', ['closes'], boardBody.opens),
    body('acceptUntil before closes', ['acceptUntil'], '2026-05-08T17:59:59Z'),
    body('two contests of one id', ['contests', 1, 'id'], 'chair'),
    body('two options of one id', ['contests', 0, 'options', 1, 'id'], 'ada'),
    body('ties without an option', ['contests', 0, 'ties'], ['ada']),
    body('ties with an option twice', ['contests', 0, 'ties'], ['ada', 'ada']),
    body('ties with a stranger', ['contests', 0, 'ties'], ['ada', 'zoe']),
    body('more seats than options', ['contests', 0, 'seats'], 3),
    body('more selections than options', ['contests', 0, 'maxSelections'], 3),
    body('a group with an unknown contest', ['groups', 0, 'contests'], ['chair', 'treasurer']),
    body('a group with a contest twice', ['groups', 0, 'contests'], ['chair', 'chair']),
    body('a group without contests', ['groups', 0, 'contests'], []),
    body('a quorum of none', ['quorum'], 0),
    body('a quorum above the registrars', ['quorum'], 2),
    refused('a quorum of half', 'malformed', coopWith(['quorum'], 1)),
    refused('one key for two registrars', 'malformed', coopWith(['registrars', 1, 'keys'], firstKeys())),
    refused(
      'a registrar without a key for a group',
      'malformed',
      coopWith(['registrars', 0, 'keys'], lessKeys()),
    ),
    body('a registrar with a key for no group', ['registrars', 0, 'keys', 'staff'], registrar?.keys['all']),
    body('an origin twice', ['origins'], ['https://a.example', 'https://b.example', 'https://a.example']),
    body('a contest that nobody votes in', ['groups', 0, 'contests'], ['chair', 'board']),
    body('two groups of one id', ['groups'], [boardBody.groups[0], boardBody.groups[0]]),
    body('two gateways of one id', ['keys', 'receipts'], [gateway('a', 'x'), gateway('a', 'y')]),
    body('a third way to vote again', ['recast'], 'first'),
    body('a third way to be eligible', ['eligibility'], 'lottery'),
    body('a third kind of results', ['results'], 'secret'),
    body('a third order', ['contests', 0, 'order'], 'alphabet'),
    refused('eligibility by roll', 'unsupported', signed(set(boardBody, ['eligibility'], 'roll'))),
  ]
}

/** What one URL parser takes and another does not, or takes for the same as another spelling. */
function addresses(): Vector[] {
  const url = (value: string, valid = false): Vector =>
    sided(`url: ${value}`, set(boardBody, ['registrars', 0, 'url'], value), valid)
  const origin = (value: string, valid = false): Vector =>
    sided(`origin: ${value}`, set(boardBody, ['origins', 0], value), valid)
  return [
    ...[
      'https://main.example/',
      'http://localhost:8080',
      'https://xn--a/',
      'https://main.example/~a/b_c-d.e//..',
    ].map((value) => url(value, true)),
    ...['http://127.0.0.1:1', 'http://[::1]:8080', 'https://a.b-c.example'].map((value) =>
      origin(value, true),
    ),
    ...[
      'https://main.example/a|b',
      'https://main.example/a^b',
      'https://main.example/%41',
      'https://main.example?',
    ].map((value) => url(value)),
    ...[
      'https://main.example/?a=b',
      'https://main.example/#',
      'https://main.example#a',
      'https://a:b@main.example/',
    ].map((value) => url(value)),
    ...[
      'https://main.\texample/',
      'https://main.example\n',
      'https://Main.example',
      'HTTPS://main.example',
    ].map((value) => url(value)),
    ...[
      'https://m\u00e4in.example',
      'https://main.example:',
      'https://main.example:0',
      'https://main.example:080',
    ].map((value) => url(value)),
    ...[
      'https://',
      'https:main.example',
      '//main.example',
      'https://[::1',
      'https://[::G]',
      'wss://main.example',
    ].map((value) => url(value)),
    ...[
      'https://vote.example/',
      ' https://vote.example',
      'https://vote.example ',
      'https://vote.example#',
    ].map((value) => origin(value)),
    ...[
      'https://vote.example?',
      'javascript:alert(1)',
      'ftp://vote.example',
      '',
      'https://vote.example\\',
    ].map((value) => origin(value)),
  ]
}

/** Keys that no signature is accepted for, and keys in two hands. */
function keys(): Vector[] {
  const body = (name: string, path: (string | number)[], value: unknown) =>
    refused(name, 'malformed', signed(set(boardBody, path, value)))
  const identity = toBase64url(Uint8Array.of(1, ...new Uint8Array(31)))
  const noncanonical = toBase64url(Uint8Array.of(0xf0, ...new Uint8Array(30).fill(255), 0x7f))
  const offCurve = toBase64url(Uint8Array.of(2, ...new Uint8Array(31)))
  const { authority, log, receipts } = boardBody.keys
  const places: [string, (string | number)[]][] = [
    ['authority', ['keys', 'authority']],
    ['log', ['keys', 'log']],
    ['gateway', ['keys', 'receipts', 0, 'key']],
    ['registrar', ['registrars', 0, 'sign']],
  ]
  return [
    ...places.flatMap(([name, path]) => [
      body(`a key of small order: ${name}`, path, identity),
      body(`a key above the field: ${name}`, path, noncanonical),
      body(`a key off the curve: ${name}`, path, offCurve),
    ]),
    body('one key for authority and log', ['keys', 'authority'], log),
    body(
      'one key for two gateways',
      ['keys', 'receipts'],
      [...receipts, { id: 'other', key: receipts[0]?.key }],
    ),
    accepted('the authority as registrar and gateway', signed(withAuthority(authority))),
  ]
}

/** Kinds are told apart by what is signed, so one office may do several things with one key. */
function withAuthority(key: string): unknown {
  return set(set(boardBody, ['keys', 'receipts', 0, 'key'], key), ['registrars', 0, 'sign'], key)
}

function gateway(id: string, role: string): object {
  return { id, key: publicKey(role) }
}

function spellings(): Vector[] {
  const body = (name: string, path: (string | number)[], value: unknown) =>
    refused(name, 'malformed', signed(set(boardBody, path, value)))
  const modulus = boardBody.registrars[0]?.keys['all'] ?? ''
  const { log } = boardBody.keys
  const path = ['registrars', 0, 'keys', 'all']
  return [
    body('a key with stray bits', ['keys', 'log'], respell(log).stray),
    body('a key with padding', ['keys', 'log'], respell(log).padded),
    body('a key of 31 bytes', ['keys', 'log'], log.slice(0, -1)),
    body('an even modulus', path, modulus.slice(0, -1) + 'A'),
    body('a modulus of 2047 bits', path, 'A' + modulus.slice(1)),
    body('a modulus of 257 bytes', path, modulus + 'A'),
    text('a member twice', 'malformed', JSON.stringify(board).replace('"quorum":1', '"quorum":1,"quorum":1')),
    text(
      'a member twice, once escaped',
      'malformed',
      JSON.stringify(board).replace('"v":1', '"v":1,"\\u0076":1'),
    ),
    text('a member __proto__', 'malformed', JSON.stringify(board).replace('"v":1', '"v":1,"__proto__":{}')),
    text(
      'a group __proto__',
      'malformed',
      JSON.stringify(board).replace('"keys":{"all"', '"keys":{"__proto__"'),
    ),
    text('a lone surrogate', 'malformed', JSON.stringify(board).replace('Board election', '\\ud83d')),
    text('an integer with a point', 'malformed', JSON.stringify(board).replace('"quorum":1', '"quorum":1.0')),
    text(
      'an integer with an exponent',
      'malformed',
      JSON.stringify(board).replace('"quorum":1', '"quorum":1e0'),
    ),
    text('text after the end', 'malformed', `${JSON.stringify(board)}{}`),
  ]
}

function signatures(): Vector[] {
  const other = { ...boardBody, title: { en: 'Another' } }
  const byOther = signedDocument('manifest', board._id, boardBody, seedOf('mallory'))
  const asClose = signedDocument('close', board._id, boardBody, AUTHORITY)
  return [
    { ...refused('not the hash of the join link', 'wrong-manifest', board), expectedHash: coopHash },
    refused('another _id', 'bad-address', { ...board, _id: 'manifest:board-2027' }),
    refused('a changed body', 'bad-signature', { ...board, body: other }),
    refused('signed by another key', 'bad-signature', byOther),
    refused('signed as another kind', 'bad-signature', asClose),
    refused('a signature with stray bits', 'malformed', {
      ...board,
      signature: respell(board.signature).stray,
    }),
    refused('a signature of 63 bytes', 'malformed', { ...board, signature: board.signature.slice(0, 84) }),
    refused('an empty signature', 'malformed', { ...board, signature: '' }),
  ]
}

function signed(body: unknown): unknown {
  return signedDocument('manifest', board._id, body, AUTHORITY)
}

function coopWith(path: (string | number)[], value: unknown): unknown {
  return signedDocument('manifest', coop._id, set(coopBody, path, value), seedOf('coop authority'))
}

function firstKeys(): unknown {
  return coopBody.registrars[0]?.keys
}

function lessKeys(): unknown {
  return without(firstKeys(), ['constructor'])
}

function accepted(name: string, document: unknown): Vector {
  const { body } = document as ManifestDocument
  const hash = manifestHash(body)
  const expected = { hash, fingerprint: fingerprint(hash), canonical: canonicalJson(body) }
  return { name, document, valid: true, expected }
}

function refused(name: string, error: RefusalCode, document: unknown): Vector {
  return { name, document, error }
}

function text(name: string, error: RefusalCode, json: string): Vector {
  return { name, text: json, error }
}
