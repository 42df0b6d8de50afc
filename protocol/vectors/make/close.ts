import { toBase64url } from '#protocol/bytes'
import type { RefusalCode } from '#protocol/errors'
import { BALLOT_FAULTS } from '#protocol/formats/ballot'
import type { Close } from '#protocol/formats/close'
import { MAX_REFUSED, signClose } from '#protocol/formats/close'
import { digest } from '../material/digest.ts'
import { board, boardHash, coopHash, headerOf, publicKey, seedOf } from '../material/election.ts'
import { malleated } from '../hostile/points.ts'
import { misspell } from '../material/misspelled.ts'
import { expand, REPEAT } from '../material/repeat.ts'
import type { Vector, VectorFile } from '../material/vector.ts'
import { respell, set, signAny, without } from '../material/vector.ts'

const SEEDS = { authority: seedOf('board authority'), log: seedOf('board log') }

/** Sorted as text, by UTF-16 code unit; a batch of the log sorts its hashes as bytes. */
const refusedRows: Close['refused'] = [...BALLOT_FAULTS]
  .map((label) => publicKey(`refused ${label}`))
  .sort()
  .map((leafHash, index) => ({ leafHash, reason: BALLOT_FAULTS[index] ?? 'malformed' }))

const body: Close = {
  ...headerOf(board),
  amendments: boardHash,
  size: 8,
  root: publicKey('a root'),
  refusedCount: refusedRows.length,
  refused: refusedRows,
}
const good = signClose(body, SEEDS)
const EMPTY = toBase64url(digest('sha256'))

export function makeCloses(): VectorFile {
  return {
    kind: 'close',
    about: `The document that makes a result final. ${REPEAT}`,
    manifests: { board },
    vectors: [
      ...valid(),
      ...bodies(),
      ...documents(),
      ...misspell(good).map((item) => ({ ...item, manifest: 'board' })),
    ],
  }
}

function valid(): Vector[] {
  return [
    accepted('a close', good),
    accepted('nothing refused', signClose({ ...body, refusedCount: 0, refused: [] }, SEEDS)),
    accepted(
      'of an empty log',
      signClose({ ...body, size: 0, root: EMPTY, refusedCount: 0, refused: [] }, SEEDS),
    ),
    accepted('the revision of the database', { ...good, _rev: '1-abc' }),
  ]
}

function bodies(): Vector[] {
  const [first, second] = refusedRows
  return [
    changed('refused ballots out of order', ['refused'], [second, first, ...refusedRows.slice(2)]),
    changed('a refused ballot twice', ['refused'], [first, first, ...refusedRows.slice(2)]),
    changed('more refused than it lists', ['refusedCount'], refusedRows.length + 1),
    changed('fewer refused than it lists', ['refusedCount'], refusedRows.length - 1),
    changed('a negative count of refused', ['refusedCount'], -1),
    ...repeated(MAX_REFUSED, MAX_REFUSED),
    ...repeated(MAX_REFUSED, MAX_REFUSED + 1),
    ...repeated(MAX_REFUSED + 1, MAX_REFUSED + 1, 'malformed'),
    ...repeated(MAX_REFUSED - 1, MAX_REFUSED + 1, 'malformed'),
    changed('a duplicate, which follows from the log', ['refused', 0, 'reason'], 'duplicate'),
    changed('late, which a stored ballot does not show', ['refused', 0, 'reason'], 'late'),
    changed('an empty log with a root', ['size'], 0),
    changed('a reason that there is not', ['refused', 0, 'reason'], 'late-ish'),
    changed('an unknown member of a row', ['refused', 0, 'key'], ''),
    changed('a leaf hash with stray bits', ['refused', 0, 'leafHash'], respell(first?.leafHash ?? '').stray),
    changed('a root of 31 bytes', ['root'], body.root.slice(0, 42)),
    changed('a negative size', ['size'], -1),
    changed('an unsafe size', ['size'], 2 ** 53),
    changed('an unknown member', ['turnout'], 7),
    changed('another format version', ['v'], 2),
    changed('of another election', ['election'], 'coop-2026', 'unknown-election'),
    changed('of another manifest', ['manifest'], coopHash, 'wrong-manifest'),
  ]
}

/** A long list; of more than it takes, the first. */
function repeated(count: number, refusedCount: number, error?: RefusalCode): Vector[] {
  const row = { leafHash: `${'A'.repeat(37)}$A`, reason: 'malformed' }
  const repeat = [{ path: ['refused'], count }]
  const short = set({ ...body, refusedCount }, ['refused'], [row])
  const document = { _id: good._id, body: short, signatures: signaturesOf(expand(short, repeat)) }
  const name = `limit: ${count} listed of ${refusedCount} refused`
  const input = { name, manifest: 'board', document, repeat: [{ path: ['body', 'refused'], count }] }
  return [error ? { ...input, error } : { ...input, valid: true }]
}

function documents(): Vector[] {
  const { authority, log } = good.signatures
  const single = { _id: good._id, body, signature: authority }
  return [
    refused('another _id', 'bad-address', { ...good, _id: 'close:board-2027' }),
    refused('signed by the log alone', 'malformed', without(good, ['signatures', 'authority'])),
    refused('one signature as in other documents', 'malformed', single),
    refused('the log signs for the authority', 'bad-signature', set(good, ['signatures', 'authority'], log)),
    refused('the authority signs for the log', 'bad-signature', set(good, ['signatures', 'log'], authority)),
    refused(
      'the authority signs with S + L',
      'bad-signature',
      set(good, ['signatures', 'authority'], malleated(authority)),
    ),
    refused('the log signs with S + L', 'bad-signature', set(good, ['signatures', 'log'], malleated(log))),
    refused('signatures exchanged', 'bad-signature', {
      ...good,
      signatures: { authority: log, log: authority },
    }),
    refused(
      'signed as another kind',
      'bad-signature',
      set(good, ['signatures', 'log'], signAny('result', body, SEEDS.log)),
    ),
    refused('a changed size', 'bad-signature', set(good, ['body', 'size'], 7)),
    refused('a third signature', 'malformed', set(good, ['signatures', 'witness'], log)),
    refused('null', 'malformed', null),
  ]
}

function changed(
  name: string,
  path: (string | number)[],
  value: unknown,
  error: RefusalCode = 'malformed',
): Vector {
  const changedBody = set(body, path, value)
  return refused(name, error, { _id: good._id, body: changedBody, signatures: signaturesOf(changedBody) })
}

function signaturesOf(content: unknown): object {
  return {
    authority: signAny('close', content, SEEDS.authority),
    log: signAny('close', content, SEEDS.log),
  }
}

function accepted(name: string, document: unknown): Vector {
  return { name, manifest: 'board', document, valid: true }
}

function refused(name: string, error: RefusalCode, document: unknown): Vector {
  return { name, manifest: 'board', document, error }
}
