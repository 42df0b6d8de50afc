import { fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import { sha256, verifyEd25519, verifyRsaPss } from '#crypto'
import { refuse } from '#protocol/errors'
import { amendedSchedule, closedSchedule } from '#protocol/formats/amendment'
import type { Votes } from '#protocol/formats/ballot'
import { checkBallot, leafHashOf, parseBallot } from '#protocol/formats/ballot'
import { finalizeCredential, parseBlindedMessage } from '#protocol/formats/blinding'
import { checkClose } from '#protocol/formats/close'
import {
  checkCredential,
  credential as decode,
  credentialMessage,
  deriveCode,
} from '#protocol/formats/credential'
import { readEvidence } from '#protocol/formats/evidence'
import { checkIssuance, followIssuance } from '#protocol/formats/issuance'
import type { Manifest } from '#protocol/formats/manifest'
import { checkManifest, fingerprint, manifestHash } from '#protocol/formats/manifest'
import { checkReceipt } from '#protocol/formats/receipt'
import { checkResult } from '#protocol/formats/result'
import { canonicalJson, parseStrictJson } from '#protocol/json'
import { appendBatch } from '#protocol/log/batch'
import { checkCheckpoint } from '#protocol/log/checkpoint'
import { checkHead } from '#protocol/log/head'
import { verifyConsistency, verifyInclusion } from '#protocol/log/merkle'
import { checkInclusionProof } from '#protocol/log/proof'
import { fullTiles } from '#protocol/log/tile'
import { checkTlogProof, parseTlogProof } from '#protocol/log/tlog-proof'
import { MerkleTree } from '#protocol/log/tree'
import { Tally } from '#protocol/tally/tally'
import { fromHex } from './material/hex.ts'
import type { Change, Repeat } from './material/repeat.ts'
import { expand } from './material/repeat.ts'
import { set } from './material/vector.ts'

/** The input members of every kind; each check reads its own. */
export interface Input {
  readonly document?: unknown
  readonly documents?: readonly unknown[]
  readonly closeNames?: string
  readonly earlier?: unknown
  readonly text?: string
  readonly content: string
  readonly like?: string
  readonly changes?: readonly Change[]
  readonly repeat?: readonly Repeat[]
  readonly expectedHash?: string
  readonly step: string
  readonly code: string
  readonly manifestHash: string
  readonly registrar: string
  readonly group: string
  readonly key: string
  readonly modulus: string
  readonly blindedMessage: unknown
  readonly inverse: string
  readonly blindSignature: string
  readonly leafHash: string
  readonly note: unknown
  readonly length: number
  readonly publicKey: string
  readonly message: string
  readonly signature: string
  readonly ballots: readonly { key: string; group: string; sequence: number; votes: Votes }[]
  readonly entries: readonly string[]
  readonly leaves: readonly string[]
  readonly index: number
  readonly size: number
  readonly leaf: string
  readonly root: string
  readonly hashes: readonly string[]
  readonly from: unknown
  readonly to: unknown
}

/** Reads the input of one vector; returns what `expected` says, or throws the ProtocolError that `error` names. */
type Check = (input: Input, manifest: () => Manifest, like: unknown) => unknown

export const checks: Readonly<Record<string, Check>> = {
  manifest: (input, _, like) => {
    const { body } = checkManifest(documentOf(input, like), input.expectedHash)
    const hash = manifestHash(body)
    return { hash, fingerprint: fingerprint(hash), canonical: canonicalJson(body) }
  },
  amendment: (input, manifest) => {
    const documents = input.documents ?? [documentOf(input)]
    const { closeNames: amendments } = input
    const { amendedAt: _, ...schedule } = amendments
      ? closedSchedule(manifest(), documents, { amendments })
      : amendedSchedule(manifest(), documents)
    return schedule
  },
  issuance: (input, manifest) => {
    const { body } = checkIssuance(documentOf(input), manifest())
    if (input.earlier) followIssuance(checkIssuance(input.earlier, manifest()).body, body)
  },
  credential: (input, manifest, like) => stepOf(credentialSteps, input)(input, manifest, like),
  ballot: async (input, manifest) => {
    const ballot = parseBallot(documentOf(input))
    await checkBallot(ballot, manifest(), manifestHash(manifest()))
    const { body, signature } = ballot
    return { leafHash: toBase64url(leafHashOf(ballot)), canonical: canonicalJson({ body, signature }) }
  },
  receipt: (input, manifest) => void checkReceipt(documentOf(input), manifest(), input.leafHash),
  result: (input, manifest) => void checkResult(documentOf(input), manifest()),
  close: (input, manifest) => void checkClose(documentOf(input), manifest()),
  log: (input, manifest, like) => stepOf(logSteps, input)(input, manifest, like),
  checkpoint: ({ note }, manifest) => {
    const { size, root } = checkCheckpoint(note, manifest())
    return { size, root: toBase64url(root) }
  },
  json: (input) => ({ canonical: canonicalJson(documentOf(input)) }),
  base64url: ({ text = '', length }) => {
    const bytes = fromBase64url(text, length)
    return { hex: [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('') }
  },
  ed25519: ({ publicKey, message, signature }) => {
    const good = verifyEd25519(fromBase64url(publicKey), fromBase64url(message), fromBase64url(signature))
    if (!good) refuse('bad-signature', 'refused')
  },
  pss: async ({ modulus, message, signature }) => {
    const good = await verifyRsaPss(fromBase64url(modulus), fromBase64url(message), fromBase64url(signature))
    if (!good) refuse('bad-credential', 'refused')
  },
  evidence: ({ content }, manifest) => {
    const { checkpoints, receipts } = readEvidence(content, manifest())
    return {
      checkpoints: checkpoints.map(({ size, root }) => ({ size, root: toBase64url(root) })),
      promises: receipts.map(({ body: { leafHash, appendBy } }) => ({ leafHash, appendBy })),
    }
  },
  rfc6962: (input, manifest, like) => stepOf(logSteps, input)(input, manifest, like),
  tlogproof: ({ content, leafHash }, manifest) => {
    const { names } = parseTlogProof(content)
    return { size: checkTlogProof(content, leafHash, manifest()).size, ...(names !== undefined && { names }) }
  },
  tally: ({ ballots }, manifest) => count(ballots, manifest()),
}

const credentialSteps: Readonly<Record<string, Check>> = {
  message: ({ manifestHash: hash, group, key }) => ({
    message: new TextDecoder().decode(credentialMessage(hash, group, key)),
  }),
  code: ({ code, manifestHash: hash, registrar }) => ({ derived: deriveCode(code, hash, registrar) }),
  blinded: ({ blindedMessage, modulus }) => void parseBlindedMessage(blindedMessage, modulus),
  finalize: async (input, manifest) => ({
    signature: await finalizeCredential(manifest(), manifestHash(manifest()), input),
  }),
  check: (input, manifest) =>
    checkCredential(decode(documentOf(input), 'credential'), manifest(), manifestHash(manifest())),
}

const logSteps: Readonly<Record<string, Check>> = {
  root: ({ entries }) => {
    const leaves = entries.map((entry) => sha256(Uint8Array.of(0), fromHex(entry)))
    return { leaves: leaves.map(toBase64url), root: toBase64url(treeOf(leaves).root()) }
  },
  inclusion: ({ index, size, leaf, root, hashes }) => {
    const path = { index, size, hashes: hashes.map((hash) => fromBase64url(hash)) }
    if (!verifyInclusion(path, fromBase64url(leaf), fromBase64url(root))) refuse('bad-proof', 'not included')
  },
  consistency: ({ from, to, hashes }) => {
    const path = hashes.map((hash) => fromBase64url(hash))
    if (!verifyConsistency(stateOf(from), stateOf(to), path)) refuse('bad-proof', 'not consistent')
  },
  proof: (input, manifest) => void checkInclusionProof(documentOf(input), input.leafHash, manifest()),
  batch: (input) => {
    const tree = treeOf(input.leaves.map((leaf) => fromBase64url(leaf)))
    appendBatch(tree, documentOf(input))
    return { size: tree.size, root: toBase64url(tree.root()) }
  },
  head: (input, manifest) => {
    const { size, root } = checkHead(documentOf(input), manifest()).checkpoint
    return { size, root: toBase64url(root) }
  },
  tiles: ({ from, to }) => {
    const leaves = Array.from({ length: to as number }, (_, index) => sha256(utf8(`leaf ${index}`)))
    return fullTiles(treeOf(leaves), 'board-2026', from as number, to as number).map(({ _id, hashes }) => ({
      _id,
      sha256: toBase64url(sha256(utf8(hashes))),
    }))
  },
}

function stepOf(steps: Readonly<Record<string, Check>>, { step }: Input): Check {
  const check = steps[step]
  if (!check) throw new RangeError(`no step ${step}`)
  return check
}

/** @param like what the vector changes, when it has no `document`. */
function documentOf({ text, document, changes = [], repeat }: Input, like?: unknown): unknown {
  if (text !== undefined) return parseStrictJson(text)
  const changed = changes.reduce((original, { path, value }) => set(original, path, value), document ?? like)
  return expand(changed, repeat)
}

function count(ballots: Input['ballots'], manifest: Manifest): unknown {
  const tally = new Tally(manifest)
  const header = { v: 1, election: manifest.election, manifest: manifestHash(manifest) } as const
  for (const { key, group, sequence, votes } of ballots)
    tally.add({ ...header, credential: { group, key, signatures: [] }, sequence, votes })
  return tally.count()
}

function treeOf(leaves: readonly Uint8Array[]): MerkleTree {
  const tree = new MerkleTree()
  for (const leaf of leaves) tree.append(leaf)
  return tree
}

function stateOf(value: unknown): { size: number; root: Uint8Array } {
  const { size, root } = value as { size: number; root: string }
  return { size, root: fromBase64url(root) }
}
