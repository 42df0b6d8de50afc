import type { RefusalCode } from '#protocol/errors'
import type { Amendment, AmendmentDocument } from '#protocol/formats/amendment'
import { amendedSchedule, signAmendment } from '#protocol/formats/amendment'
import { hashBody } from '#protocol/signed'
import { board, boardBody, boardHash, coopHash, headerOf, seedOf } from '../material/election.ts'
import { misspell } from '../material/misspelled.ts'
import type { Vector, VectorFile } from '../material/vector.ts'
import { respell, set, signedDocument } from '../material/vector.ts'

const AUTHORITY = seedOf('board authority')

const extend: Amendment = {
  ...headerOf(board),
  n: 1,
  prev: boardHash,
  at: '2026-05-07T09:00:00Z',
  closes: '2026-05-09T18:00:00Z',
  acceptUntil: '2026-05-09T20:00:00Z',
  cancelled: false,
}
/** Changes nothing yet. */
const kept: Amendment = { ...extend, closes: boardBody.closes, acceptUntil: boardBody.acceptUntil }
const endNow: Amendment = {
  ...extend,
  n: 2,
  prev: hashBody(extend),
  at: '2026-05-08T10:00:00Z',
  closes: '2026-05-08T10:00:00Z',
  acceptUntil: '2026-05-08T12:00:00Z',
}
const cancel: Amendment = {
  ...extend,
  n: 2,
  prev: endNow.prev,
  at: '2026-05-08T11:00:00Z',
  cancelled: true,
}

export function makeAmendments(): VectorFile {
  return {
    kind: 'amendment',
    about:
      'A chain of amendment documents, in any order, and the schedule that it leads to; with `closeNames`, the one that a close ' +
      'with this `amendments` ended.',
    manifests: { board },
    vectors: [
      ...valid(),
      ...times(),
      ...chains(),
      ...forged(),
      ...misspell(signAmendment(extend, AUTHORITY)).map((item) => ({ ...item, manifest: 'board' })),
    ],
  }
}

function valid(): Vector[] {
  return [
    accepted('none: the schedule of the manifest', []),
    accepted('extended', [extend]),
    accepted('extended, then ended at once', [extend, endNow]),
    accepted('the same chain in another order', [endNow, extend]),
    accepted('extended, then cancelled', [extend, cancel]),
    accepted('cancelled before it opens', [
      { ...extend, at: '2026-04-01T00:00:00Z', closes: boardBody.closes, cancelled: true },
    ]),
    accepted('reopened between closes and acceptUntil', [{ ...extend, at: '2026-05-08T19:00:00Z' }]),
    accepted('made at the last second', [{ ...extend, at: boardBody.acceptUntil }]),
    accepted('cancelled after the end', [{ ...kept, at: '2026-05-08T19:00:00Z', cancelled: true }]),
    accepted('ended at once, and ballots cast offline no longer taken', [
      { ...extend, closes: extend.at, acceptUntil: extend.at },
    ]),
    accepted('less time for ballots cast offline, a second before the end', [
      { ...kept, at: '2026-05-08T17:59:59Z', acceptUntil: kept.closes },
    ]),
    accepted('more time for ballots cast offline, after the end', [
      { ...kept, at: '2026-05-08T19:00:00Z', acceptUntil: '2026-05-08T21:00:00Z' },
    ]),
  ]
}

function times(): Vector[] {
  const one = (name: string, change: Partial<Amendment>, error: RefusalCode = 'malformed') =>
    refused(name, error, [{ ...extend, ...change }])
  return [
    one('ended in the past', { closes: '2026-05-07T08:59:59Z' }),
    one('accepts until before it closes', { acceptUntil: '2026-05-09T17:59:59Z' }),
    one('closes as it opens', { at: '2026-04-01T00:00:00Z', closes: boardBody.opens }),
    one('less time for ballots cast offline, as it ends', {
      ...kept,
      at: boardBody.closes,
      acceptUntil: '2026-05-08T19:59:59Z',
    }),
    one('less time for ballots cast offline, with another end', {
      at: '2026-05-08T19:00:00Z',
      closes: '2026-05-08T19:30:00Z',
      acceptUntil: '2026-05-08T19:59:59Z',
    }),
    one(
      'cancelled after the election was over',
      { ...kept, at: '2026-05-08T20:00:01Z', cancelled: true },
      'late',
    ),
    refused('ended at once, and the time for ballots cast offline then taken back', 'malformed', [
      extend,
      endNow,
      {
        ...endNow,
        n: 3,
        prev: hashBody(endNow),
        at: '2026-05-08T10:00:01Z',
        acceptUntil: '2026-05-08T11:00:00Z',
      },
    ]),
    one('made after the election was over', { at: '2026-05-08T20:00:01Z' }, 'late'),
    one('a time that does not exist', { closes: '2026-05-09T25:00:00Z' }),
    refused('after a cancellation', 'late', [extend, cancel, { ...cancel, n: 3, prev: hashBody(cancel) }]),
    refused('dated before the one it follows', 'bad-chain', [
      extend,
      { ...endNow, at: '2026-05-07T08:00:00Z', closes: '2026-05-07T08:00:00Z' },
    ]),
  ]
}

function chains(): Vector[] {
  return [
    refused('the second without the first', 'bad-chain', [endNow]),
    refused('one that is left out', 'bad-chain', [extend, { ...endNow, n: 3 }]),
    refused('two of one number', 'bad-chain', [extend, { ...extend, closes: extend.acceptUntil }]),
    refused('after another body', 'bad-chain', [extend, { ...endNow, prev: boardHash }]),
    refused('number zero', 'malformed', [{ ...extend, n: 0 }]),
    refused('limit: number 1000', 'bad-chain', [{ ...extend, n: 1000 }]),
    refused('limit: number 1001', 'malformed', [{ ...extend, n: 1001 }]),
    closed('a close after the first', [extend, endNow], hashBody(extend), [extend]),
    closed('a close after both', [extend, endNow], hashBody(endNow), [extend, endNow]),
    closed('a close before any', [endNow, extend], boardHash, []),
    closed(
      'a close, and what follows it is not looked at',
      [extend, { ...endNow, prev: boardHash }],
      hashBody(extend),
      [extend],
    ),
    {
      ...refused('a close, and what follows it is no amendment by itself', 'malformed', [
        extend,
        { ...endNow, closes: '2026-05-08T25:00:00Z' },
      ]),
      closeNames: hashBody(extend),
    },
    {
      ...refused('a close after one that is not there', 'bad-chain', [extend]),
      closeNames: hashBody(endNow),
    },
    refused('of another manifest', 'wrong-manifest', [{ ...extend, manifest: coopHash }]),
    refused('of another election', 'unknown-election', [{ ...extend, election: 'coop-2026' }]),
    raw(
      'another _id',
      'bad-address',
      set(signAmendment(extend, AUTHORITY), ['_id'], 'amendment:board-2026:2'),
    ),
  ]
}

function forged(): Vector[] {
  const good = signAmendment(extend, AUTHORITY)
  const contests = set(extend, ['contests'], boardBody.contests)
  return [
    raw('changes the contests', 'malformed', signedDocument('amendment', good._id, contests, AUTHORITY)),
    raw('an unknown member beside the body', 'malformed', { ...good, note: '' }),
    raw('cancelled as a string', 'malformed', set(good, ['body', 'cancelled'], 'false')),
    raw('cancelled is null', 'malformed', set(good, ['body', 'cancelled'], null)),
    raw('signed by another key', 'bad-signature', signAmendment(extend, seedOf('board log'))),
    raw('signed as another kind', 'bad-signature', signedDocument('manifest', good._id, extend, AUTHORITY)),
    raw('a changed body', 'bad-signature', set(good, ['body', 'closes'], '2026-05-09T19:00:00Z')),
    raw('prev with stray bits', 'malformed', set(good, ['body', 'prev'], respell(extend.prev).stray)),
    raw('a signature of 65 bytes', 'malformed', { ...good, signature: `${good.signature}A` }),
    raw('not an object', 'malformed', 'amendment'),
  ]
}

function accepted(name: string, bodies: readonly Amendment[]): Vector {
  const documents = bodies.map((body) => signAmendment(body, AUTHORITY))
  return { name, manifest: 'board', documents, valid: true, expected: derived(documents) }
}

/** A close names the last amendment that counts. */
function closed(
  name: string,
  bodies: readonly Amendment[],
  closeNames: string,
  counting: readonly Amendment[],
): Vector {
  return {
    ...accepted(name, counting),
    documents: bodies.map((body) => signAmendment(body, AUTHORITY)),
    closeNames,
  }
}

function derived(documents: readonly AmendmentDocument[]): unknown {
  const { amendedAt: _, ...schedule } = amendedSchedule(boardBody, documents)
  return schedule
}

function refused(name: string, error: RefusalCode, bodies: readonly Amendment[]): Vector {
  const documents = bodies.map((body) => signAmendment(body, AUTHORITY))
  return { name, manifest: 'board', documents, error }
}

function raw(name: string, error: RefusalCode, document: unknown): Vector {
  return { name, manifest: 'board', documents: [document], error }
}
