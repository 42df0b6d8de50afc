import { sha256 } from '#crypto'
import { concatBytes, fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import type { Ballot } from '#protocol/formats/ballot'
import { ballotId } from '#protocol/formats/ballot'
import { credentialMessage } from '#protocol/formats/credential'
import { ORDER, bytesOf, challenge, encodePoint, integerOf, malleated } from '../hostile/points.ts'
import { SEED, body, changed, derived, good, readdressed, refused } from '../material/ballot.ts'
import { boardHash, coopHash, registrarSignature, seedOf } from '../material/election.ts'
import { plusModulus, saltOf, signPss } from '../material/rsa.ts'
import type { Vector } from '../material/vector.ts'
import { anyCanonical, respell, set, signAny } from '../material/vector.ts'

const MAIN = { rsa: 'board/main/all', manifest: boardHash, group: 'all', key: body.credential.key }

/** Other spellings, credentials that are none, other addresses, signatures by others. */
export function ballotForgeries(): Vector[] {
  return [...encodings(), ...credentials(), ...addresses(), ...signatures(), ...mixedOrder()]
}

function encodings(): Vector[] {
  const { key, signatures: list } = body.credential
  const signature = list[0]?.signature ?? ''
  const path = ['credential', 'signatures', 0, 'signature']
  return [
    changed('a key with stray bits', 'malformed', ['credential', 'key'], respell(key).stray),
    changed('a key with padding', 'malformed', ['credential', 'key'], respell(key).padded),
    changed('a key of 31 bytes', 'malformed', ['credential', 'key'], key.slice(0, 42)),
    changed('a key of 33 bytes', 'malformed', ['credential', 'key'], `${key}A`),
    changed(
      'a key in the other base64',
      'malformed',
      ['credential', 'key'],
      `${key.slice(0, 20)}+${key.slice(21)}`,
    ),
    changed('a key with a space', 'malformed', ['credential', 'key'], `${key.slice(0, 20)} ${key.slice(21)}`),
    changed('a key beyond ASCII', 'malformed', ['credential', 'key'], `${key.slice(0, 20)}Ł${key.slice(21)}`),
    changed('a registrar signature with stray bits', 'malformed', path, respell(signature).stray),
    changed('a registrar signature of 255 bytes', 'malformed', path, signature.slice(0, 340)),
    changed('a registrar signature of 257 bytes', 'malformed', path, `${signature}A`),
    changed('a manifest hash with stray bits', 'malformed', ['manifest'], respell(boardHash).stray),
    refused(
      'a signature with stray bits',
      'malformed',
      readdressed({ body, signature: respell(good.signature).stray }),
    ),
    refused('a signature with padding', 'malformed', readdressed({ body, signature: `${good.signature}==` })),
    refused(
      'a signature of 63 bytes',
      'malformed',
      readdressed({ body, signature: good.signature.slice(0, 84) }),
    ),
  ]
}

function credentials(): Vector[] {
  const path = ['credential', 'signatures', 0, 'signature']
  const message = credentialMessage(boardHash, 'all', MAIN.key)
  const bad = (name: string, member: (string | number)[], value: unknown) =>
    changed(name, 'bad-credential', member, value)
  const elsewhere = registrarSignature({ ...MAIN, manifest: coopHash })
  const pss = (salt: Uint8Array, hash?: string) => toBase64url(signPss(MAIN.rsa, message, salt, hash))
  return [
    bad('a registrar signature for another election', path, elsewhere),
    bad('a registrar signature for another group', path, registrarSignature({ ...MAIN, group: 'staff' })),
    bad(
      'a registrar signature for another key',
      path,
      registrarSignature({ ...MAIN, key: good.signature.slice(0, 43) }),
    ),
    bad(
      'a registrar signature by another registrar',
      path,
      registrarSignature({ ...MAIN, rsa: 'coop/alpha/members' }),
    ),
    bad('a registrar signature plus the modulus', path, secondSpelling()),
    bad('a salt of 20 bytes', path, pss(saltOf('x').subarray(0, 20))),
    bad('no salt', path, pss(new Uint8Array(0))),
    bad('PSS over SHA-256', path, pss(saltOf('x'), 'sha256')),
    bad('an unknown group', ['credential', 'group'], 'staff'),
    bad('a group that every object has', ['credential', 'group'], 'constructor'),
    bad('an unknown registrar', ['credential', 'signatures', 0, 'registrar'], 'other'),
    changed('no registrar signature', 'malformed', ['credential', 'signatures'], []),
  ]
}

/** A salt whose signature stays within 256 bytes when the modulus is added. */
function secondSpelling(): string {
  for (let attempt = 0; ; attempt++) {
    const signature = registrarSignature({ ...MAIN, salt: `small ${attempt}` })
    const sum = plusModulus(MAIN.rsa, fromBase64url(signature, 256))
    if (sum) return toBase64url(sum)
  }
}

function addresses(): Vector[] {
  return [
    refused('another _id', 'bad-address', { ...good, _id: ballotId(sha256(utf8('another'))) }),
    refused('an _id with stray bits', 'bad-address', { ...good, _id: respell(good._id).stray }),
    refused('an _id without its prefix', 'bad-address', { ...good, _id: good._id.slice('ballot:'.length) }),
    refused('another choice at the same _id', 'bad-address', set(good, ['body', 'votes', 'chair'], ['bob'])),
    refused('another signature at the same _id', 'bad-address', {
      ...good,
      signature: signAny('ballot', body, seedOf('x')),
    }),
    changed('of another manifest', 'wrong-manifest', ['manifest'], coopHash),
    refused('of another election', 'unknown-election', good, 'coop'),
  ]
}

function signatures(): Vector[] {
  const identity = toBase64url(Uint8Array.of(1, ...new Uint8Array(31)))
  const credential = {
    ...body.credential,
    key: identity,
    signatures: [{ registrar: 'main', signature: registrarSignature({ ...MAIN, key: identity }) }],
  }
  const anyMessage = toBase64url(Uint8Array.of(1, ...new Uint8Array(63)))
  return [
    refused(
      'signed by another key',
      'bad-signature',
      readdressed({ body, signature: signAny('ballot', body, seedOf('x')) }),
    ),
    refused(
      'signed as another kind',
      'bad-signature',
      readdressed({ body, signature: signAny('receipt', body, SEED) }),
    ),
    refused(
      'a key of small order, whose one signature fits every ballot',
      'bad-signature',
      readdressed({ body: { ...body, credential }, signature: anyMessage }),
    ),
    refused('S + L', 'bad-signature', readdressed({ body, signature: malleated(good.signature) })),
    refused(
      'a signature of zeros',
      'bad-signature',
      readdressed({ body, signature: toBase64url(new Uint8Array(64)) }),
    ),
  ]
}

/** A voter whose key has a part of small order: of the ballots, those that are valid without the cofactor alone count. */
function mixedOrder(): Vector[] {
  const [secret, nonce] = [integerOf(SEED) % ORDER, integerOf(seedOf('nonce')) % ORDER]
  const [key, r] = [encodePoint(secret, 1), encodePoint(nonce, 0)]
  const spelledKey = toBase64url(key)
  const signature = registrarSignature({ ...MAIN, key: spelledKey })
  const credential = { ...body.credential, key: spelledKey, signatures: [{ registrar: 'main', signature }] }
  const signed = Array.from({ length: 100 }, (_, sequence) => {
    const cast = { ...body, credential, sequence }
    const h = challenge(r, key, utf8(`urna/ballot/v1\n${anyCanonical(cast)}`))
    const s = bytesOf((nonce + h * secret) % ORDER)
    return {
      cancels: h % 8n === 0n,
      ballot: readdressed({ body: cast, signature: toBase64url(concatBytes(r, s)) }),
    }
  })
  const ballotThat = (cancels: boolean): Ballot =>
    signed.find((one) => one.cancels === cancels)?.ballot as unknown as Ballot
  const counted = ballotThat(true)
  const name = 'a key of mixed order, where the part of small order cancels'
  return [
    { name, manifest: 'board', document: counted, valid: true, expected: derived(counted) },
    refused('a key of mixed order, valid with the cofactor alone', 'bad-signature', ballotThat(false)),
  ]
}
