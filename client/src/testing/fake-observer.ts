import type { AuditReport } from '#protocol/audit/election-audit'
import type { Manifest } from '#protocol/formats/manifest'
import type { Result } from '#protocol/formats/result'
import type { Finding, Observation, ObservationState, Observer } from '../observer/observer.ts'
import type { Recount } from '../observer/recount/recount.ts'
import { countShown, fakeCount, IRV_BALLOTS } from './fake-counts.ts'
import { FAKE_HASH, fakeElection, fakeResult, SOME_VOTES } from './fake-elections.ts'
import { WatchedValue } from './watched-value.ts'

const TITLE = {
  en: 'Board election of the Harbour Co-operative',
  es: 'Elección de la junta de la Cooperativa del Puerto',
  ar: 'انتخابات مجلس إدارة تعاونية الميناء',
}
const { manifest } = fakeElection('board-2026', TITLE)
const RESULT = fakeResult('board-2026', { turnout: 312 }, SOME_VOTES)

/** An observer who is in the state that an election's id names: `copying-2026`. */
export function fakeObserver(): Observer {
  return {
    open: (election) => new FakeObservation(STATES[election.replace(/-2026$/, '')] ?? { kind: 'ready' }),
  }
}

export class FakeObservation extends WatchedValue<ObservationState> implements Observation {
  readonly asked: string[] = []

  check(): void {
    this.asked.push('check')
  }

  forget(): void {
    this.asked.push('forget')
    this.set({ kind: 'ready' })
  }
}

const CHECKED = { amendments: 0, issuances: 1, checkpoints: 1, tiles: 1, receipts: 0, batches: 48 }
const progress = { done: 3250, of: 10_000 }
const STATES: Readonly<Record<string, ObservationState>> = {
  copying: { kind: 'copying', progress },
  recounting: { kind: 'recounting', progress },
  stopped: { kind: 'stopped', reason: 'unreachable', progress },
  verified: { kind: 'finished', finding: fakeFinding({}) },
  repeated: { kind: 'finished', finding: fakeFinding({ repeated: ['ballot:Rf6Gs1Pm4Qe_Ua-TiKoXM'] }) },
  refuted: { kind: 'finished', finding: refuted() },
  forked: { kind: 'finished', finding: forked() },
  ranked: { kind: 'finished', finding: ranked() },
}

interface Change {
  readonly report?: Partial<AuditReport>
  readonly repeated?: readonly string[]
}

/** Of an honest election that is over, unless `change` says otherwise. */
export function fakeFinding({ report, repeated = [] }: Change, of: Manifest = manifest): Finding {
  const count = { turnout: RESULT.turnout, contests: RESULT.contests }
  const recount: Recount = {
    kind: 'judged',
    manifest: of,
    report: {
      election: of.election,
      manifestHash: FAKE_HASH,
      log: { size: RESULT.size, root: RESULT.root },
      checked: { ...CHECKED, ballots: RESULT.size },
      count,
      countAsPublished: count,
      published: publish(RESULT),
      isClosed: true,
      faults: [],
      faultCount: 0,
      ...report,
    },
    repeated,
    continuity: 'grown',
    latest: { note: '', checkpoint: { size: RESULT.size, root: new Uint8Array(32).fill(7) } },
  }
  return { recount, outdated: undefined, contradiction: undefined }
}

function refuted(): Finding {
  const [chair, ...rest] = RESULT.contests
  const lie = chair ? [{ ...chair, votes: { ...chair.votes, ada: 131, bruno: 148 }, elected: ['bruno'] }] : []
  const faults = [
    {
      document: 'result:board-2026',
      code: 'wrong-count' as const,
      detail: 'chair: ada 148, bruno 131, chen 30; it says ada 131, bruno 148, chen 30',
    },
    {
      document: `ballot:${FAKE_HASH}`,
      code: 'bad-address' as const,
      detail: '_id is not that of the content',
    },
  ]
  const published = publish({ ...RESULT, turnout: 313, contests: [...lie, ...rest] })
  return fakeFinding({ report: { published, faults, faultCount: 14 } })
}

function forked(): Finding {
  return {
    ...fakeFinding({}),
    outdated: 'unreachable',
    contradiction: { kind: 'forked', earlier: '', later: '' },
  }
}

/** Of one contest that was ranked. */
function ranked(): Finding {
  const { manifest: of, result } = countShown(fakeCount('irv', IRV_BALLOTS))
  const contests = [result]
  const count = { turnout: RESULT.turnout, contests }
  const published = publish({ ...RESULT, contests })
  return fakeFinding({ report: { count, countAsPublished: count, published } }, of)
}

function publish(body: Result): AuditReport['published'] {
  return { _id: `result:${body.election}`, body, signature: '' }
}
