import type { Contest, Manifest } from '#protocol/formats/manifest'
import type { Result } from '#protocol/formats/result'
import { electMostVotes } from '#protocol/tally/most-votes'
import type { ElectionOnDevice } from '../device.ts'

/** Elections for screens to show. Nothing here is signed: what the screens get has been checked by others. */

const KEY = 'A'.repeat(43)
export const FAKE_HASH = 'q7Vn2kZx8Jd0Lw5tYb3Hc9Rf6Gs1Pm4Qe_Ua-TiKoXM'

type Texts = Readonly<Record<string, string>>

function contest(
  id: string,
  title: Texts,
  options: readonly (readonly [string, Texts])[],
  rest: Partial<Contest> = {},
): Contest {
  return {
    id,
    title,
    method: 'plurality',
    seats: 1,
    maxSelections: 1,
    options: options.map(([optionId, optionTitle]) => ({ id: optionId, title: optionTitle })),
    order: 'fixed',
    ties: options.map(([optionId]) => optionId),
    ...rest,
  }
}

const chair = contest(
  'chair',
  {
    en: 'Who should chair the board?',
    es: '¿Quién debe presidir la junta?',
    ar: 'من ينبغي أن يرأس مجلس الإدارة؟',
  },
  [
    ['ada', { en: 'Ada Nwosu', ar: 'آدا نووسو' }],
    ['bruno', { en: 'Bruno Salgado Iturralde', ar: 'برونو سالغادو' }],
    ['chen', { en: 'Chen Wei', ar: 'تشن وي' }],
  ],
)
const board = contest(
  'board',
  {
    en: 'Two members of the board for the years 2027 to 2029',
    es: 'Dos vocales de la junta para los años 2027 a 2029',
    ar: 'عضوان في مجلس الإدارة للأعوام 2027 إلى 2029',
  },
  [
    ['dana', { en: 'Dana Whitfield', ar: 'دانا ويتفيلد' }],
    ['eero', { en: 'Eero Lindqvist', ar: 'إيرو ليندكفيست' }],
    ['fatima', { en: 'Fatima Zahra El Amrani-Benkirane', ar: 'فاطمة الزهراء العمراني' }],
    ['goran', { en: 'Goran Petrović', ar: 'غوران بيتروفيتش' }],
    ['hana', { en: 'Hana Kobayashi', ar: 'هانا كوباياشي' }],
  ],
  { seats: 2, maxSelections: 2 },
)
const projects = contest(
  'projects',
  {
    en: 'Which projects should the co-operative pay for next year?',
    es: '¿Qué proyectos debe pagar la cooperativa el próximo año?',
    ar: 'ما المشاريع التي ينبغي أن تموّلها التعاونية في العام المقبل؟',
  },
  [
    ['roof', { en: 'Solar panels on the roof of the warehouse', ar: 'ألواح شمسية على سطح المستودع' }],
    ['bikes', { en: 'Two cargo bicycles', ar: 'دراجتان للشحن' }],
    ['kitchen', { en: 'A kitchen for members', ar: 'مطبخ للأعضاء' }],
    ['library', { en: 'A library of tools', ar: 'مكتبة للأدوات' }],
  ],
  { method: 'approval', maxSelections: 4 },
)

function manifestOf(election: string, title: Texts, rest: Partial<Manifest> = {}): Manifest {
  return {
    v: 1,
    election,
    title,
    opens: '2026-11-20T08:00:00Z',
    closes: '2026-11-27T18:00:00Z',
    acceptUntil: '2026-11-29T18:00:00Z',
    results: 'live',
    publish: { everySeconds: 1, atLeast: 1 },
    recast: 'last',
    eligibility: 'codes',
    groups: [{ id: 'all', weight: 1, contests: ['chair', 'board', 'projects'] }],
    contests: [chair, board, projects],
    registrars: [{ id: 'main', url: 'https://vote.example', sign: KEY, keys: { all: 'A'.repeat(342) } }],
    quorum: 1,
    keys: { authority: KEY, log: KEY, receipts: [{ id: 'gw', key: KEY }] },
    origins: ['https://vote.example'],
    ...rest,
  }
}

export function fakeElection(
  id: string,
  title: Texts,
  rest: Partial<ElectionOnDevice> = {},
  manifest: Partial<Manifest> = {},
): ElectionOnDevice {
  const body = manifestOf(id, title, manifest)
  return {
    id,
    manifest: body,
    manifestHash: FAKE_HASH,
    closes: body.closes,
    acceptUntil: body.acceptUntil,
    phase: 'open',
    accepting: rest.phase === undefined || rest.phase === 'open',
    joined: 'joined',
    group: 'all',
    ballotKey: KEY,
    recoverySaved: true,
    finding: undefined,
    ...rest,
  }
}

/** A result of the three contests with these votes, elected as the protocol elects. */
export function fakeResult(
  election: string,
  { turnout, blank = 3 }: { turnout: number; blank?: number },
  votes: Readonly<Record<string, Readonly<Record<string, number>>>>,
): Result {
  const contests = [chair, board, projects].map((item) => {
    const counted = Object.fromEntries(
      item.options.map((option) => [option.id, votes[item.id]?.[option.id] ?? 0]),
    )
    return { id: item.id, ballots: turnout, blank, votes: counted, ...electMostVotes(item, counted) }
  })
  return { v: 1, election, manifest: KEY, amendments: KEY, size: turnout + 9, root: KEY, turnout, contests }
}

export const SOME_VOTES = {
  chair: { ada: 148, bruno: 131, chen: 30 },
  board: { dana: 171, eero: 120, fatima: 160, goran: 41, hana: 96 },
  projects: { roof: 220, bikes: 98, kitchen: 143, library: 143 },
}

export const TIED_VOTES = {
  chair: { ada: 120, bruno: 120, chen: 30 },
  board: { dana: 171, eero: 120, fatima: 120, goran: 41, hana: 120 },
  projects: { roof: 220, bikes: 98, kitchen: 143, library: 143 },
}
