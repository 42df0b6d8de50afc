import type { Services } from '../app/services.ts'
import type { DeviceErrorCode } from '../device.ts'
import { DeviceError } from '../device.ts'
import type { PublicElections, PublicView } from '../public/public-elections.ts'
import { putCounts } from './fake-counts.ts'
import { fakeBallot, FakeDevice } from './fake-device.ts'
import { fakeObserver } from './fake-observer.ts'
import { fakeElection, fakeResult, SOME_VOTES, TIED_VOTES } from './fake-elections.ts'
import { fakePapers } from './fake-papers.ts'
import { WatchedValue } from './watched-value.ts'

const BOARD = {
  en: 'Board election of the Harbour Co-operative',
  es: 'Elección de la junta de la Cooperativa del Puerto',
  ar: 'انتخابات مجلس إدارة تعاونية الميناء',
}
const VOTES = { chair: ['ada'], board: ['dana', 'hana'], projects: [] }

/**
 * A phone with one election in each state, for `?fake`: not in what voters get. The phone is chosen by
 * `?fake=empty|offline|waiting|contradicted|papers|counts`; `stuck=cast` makes that call of the device never end, `fail=cast:storage-full` makes it fail.
 */
export function fakeServices(): Services {
  const device = new FakeDevice()
  const parameters = new URLSearchParams(location.search)
  const kind = parameters.get('fake')
  if (kind !== 'empty') fill(device)
  if (kind === 'contradicted') contradict(device)
  if (kind === 'papers') device.put(fakePapers('papers-2026', BOARD))
  if (kind === 'counts') putCounts(device)
  if (kind === 'offline') device.sync.set({ online: false, waiting: 1, sending: false, problem: 'none' })
  if (kind === 'waiting')
    device.sync.set({ online: true, waiting: 2, sending: false, problem: 'unreachable' })
  const [failing = '', code] = parameters.get('fail')?.split(':') ?? []
  if (code)
    override(device, failing, () => Promise.reject(new DeviceError(code as DeviceErrorCode, 'as asked')))
  const stuck = parameters.get('stuck')
  if (stuck) override(device, stuck, () => new Promise(() => undefined))
  device.offered.set(
    'union-2026',
    fakeElection(
      'union-2026',
      { en: 'Shop stewards 2026' },
      { joined: 'none', group: undefined, recoverySaved: false },
    ),
  )
  return { device, publicElections: fakePublicElections(), observer: fakeObserver() }
}

function override(device: FakeDevice, call: string, answer: () => Promise<never>): void {
  Object.assign(device, { [call]: answer })
}

function fill(device: FakeDevice): void {
  device.put(fakeElection('board-2026', BOARD, { recoverySaved: false }))
  for (const stage of ['saved', 'received', 'counted', 'rejected'] as const) {
    const id = `${stage}-2026`
    device.put(
      fakeElection(
        id,
        { en: `Election with a ballot that is ${stage}` },
        {},
        { recast: stage === 'saved' ? 'none' : 'last' },
      ),
    )
    device
      .ballots(id)
      .set([fakeBallot(id, { stage, reason: stage === 'rejected' ? 'malformed' : undefined })])
    device.rememberVotes(`ballot:${id}`, VOTES)
  }
  device.put(fakeElection('recast-2026', { en: 'Garden committee' }))
  device.ballots('recast-2026').set([
    fakeBallot('recast-2026', {
      id: 'ballot:second',
      sequence: 1,
      stage: 'received',
      appendBy: '2026-11-25T10:00:00Z',
    }),
    fakeBallot('recast-2026', { stage: 'counted', replaced: true }),
  ])
  device.put(
    fakeElection('pending-2026', { en: 'Tenants’ council' }, { joined: 'pending', group: undefined }),
  )
  device.put(
    fakeElection(
      'draft-2026',
      { en: 'Spring assembly' },
      { phase: 'draft' },
      { opens: '2027-03-01T08:00:00Z', closes: '2027-03-08T18:00:00Z' },
    ),
  )
  device.put(fakeElection('closed-2026', BOARD, { phase: 'closed' }))
  device.put(
    fakeElection(
      'final-2026',
      { en: 'Board election of the Harbour Co-operative, first round' },
      { phase: 'final' },
    ),
  )
  device.put(fakeElection('cancelled-2026', { en: 'Withdrawn motion' }, { phase: 'cancelled' }))
  const result = fakeResult('board-2026', { turnout: 312 }, SOME_VOTES)
  device.results('board-2026').set({ result, final: false, eligible: 480, live: true })
  device.results('closed-2026').set({ result, final: false, eligible: 480, live: false })
  const tied = fakeResult('final-2026', { turnout: 273 }, TIED_VOTES)
  device.results('final-2026').set({ result: tied, final: true, eligible: 480, live: true })
}

/** The office has shown two records, and broken a promise. */
function contradict(device: FakeDevice): void {
  const id = 'board-2026'
  device.put(fakeElection(id, BOARD, { finding: 'forked' }))
  const promised = { stage: 'received', appendBy: '2026-11-25T10:00:00Z', overdue: true } as const
  device.ballots(id).set([fakeBallot(id, promised)])
}

function fakePublicElections(): PublicElections {
  const guest = fakeElection('guest-2026', BOARD)
  const { manifest, manifestHash, phase, closes, acceptUntil } = guest
  const result = fakeResult('guest-2026', { turnout: 312 }, SOME_VOTES)
  const shown = { result, final: false, eligible: 480, live: true }
  const view: PublicView = {
    kind: 'ready',
    election: { manifest, manifestHash, phase, closes, acceptUntil, shown },
  }
  const times = { opens: '2026-11-20T08:00:00Z', closes: '2026-11-27T18:00:00Z' }
  return {
    list: () =>
      Promise.resolve([
        { election: 'board-2026', title: BOARD, phase: 'open', ...times },
        { election: 'union-2026', title: { en: 'Shop stewards 2026' }, phase: 'open', ...times },
        { election: 'final-2026', title: { en: 'Board election, first round' }, phase: 'final', ...times },
      ]),
    follow: (election) =>
      new WatchedValue<PublicView>(election === 'guest-2026' ? view : { kind: 'failed', reason: 'missing' }),
  }
}
