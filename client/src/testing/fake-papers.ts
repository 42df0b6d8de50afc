import type { Contest } from '#protocol/formats/manifest'
import type { ElectionOnDevice } from '../device.ts'
import { fakeElection } from './fake-elections.ts'

/** Contests of every kind of paper, for screens to show. */

type Texts = Readonly<Record<string, string>>

function paper(
  id: string,
  title: Texts,
  method: Contest['method'],
  options: Readonly<Record<string, Texts>>,
  rest: Partial<Contest> = {},
): Contest {
  const ids = Object.keys(options)
  const usual = { seats: 1, maxSelections: ids.length, order: 'fixed', ties: ids } as const
  const listed = Object.entries(options).map(([option, words]) => ({ id: option, title: words }))
  return { id, title, method, ...usual, options: listed, ...rest }
}

const PEOPLE: Readonly<Record<string, Texts>> = {
  ada: { en: 'Ada Nwosu', ar: 'آدا نووسو' },
  bruno: { en: 'Bruno Salgado Iturralde', ar: 'برونو سالغادو' },
  chen: { en: 'Chen Wei', ar: 'تشن وي' },
  fatima: { en: 'Fatima Zahra El Amrani-Benkirane', ar: 'فاطمة الزهراء العمراني' },
  goran: { en: 'Goran Petrović', ar: 'غوران بيتروفيتش' },
}
const PLACES: Readonly<Record<string, Texts>> = {
  hall: { en: 'The old hall by the harbour', ar: 'القاعة القديمة عند الميناء' },
  library: { en: 'Town library', ar: 'مكتبة المدينة' },
  online: { en: 'Online', ar: 'عبر الإنترنت' },
  school: { en: 'School', ar: 'المدرسة' },
}
const FIRST = [
  'Álvaro',
  'Beatriz',
  'Ciarán',
  'Dörte',
  'Élodie',
  'Farouk',
  'Grażyna',
  'Henrik',
  'Inès',
  'João',
]
const LAST = ['Núñez', 'Okafor', 'Papadopoulou', 'Šimek']

/** Forty people, with accents in their names. */
const MANY = Object.fromEntries(
  LAST.flatMap((last, row) =>
    FIRST.map((first, column) => [`c${row}${column}`, { en: `${first} ${last}` }] as const),
  ),
)

export const PAPERS: readonly Contest[] = [
  paper('chair', { en: 'Who should chair the board?', ar: 'من ينبغي أن يرأس مجلس الإدارة؟' }, 'irv', PEOPLE),
  paper('council', { en: 'Two members of the council', ar: 'عضوان في المجلس' }, 'stv-scottish', PEOPLE, {
    seats: 2,
    maxSelections: 3,
    order: 'random',
  }),
  paper('place', { en: 'Where should we meet?', ar: 'أين ينبغي أن نجتمع؟' }, 'schulze', PLACES),
  paper('stars', { en: 'How do you like these places?', ar: 'ما رأيك في هذه الأماكن؟' }, 'star', PLACES, {
    maxScore: 5,
  }),
  paper('scores', { en: 'Score the candidates', ar: 'قيّم المرشحين' }, 'score', PEOPLE, {
    maxScore: 10,
    maxSelections: 3,
  }),
  paper('points', { en: 'Share out points', ar: 'وزّع النقاط' }, 'score', PLACES, { maxScore: 100 }),
  paper('delegates', { en: 'Delegates to the congress', ar: 'المندوبون إلى المؤتمر' }, 'stv-meek', MANY, {
    seats: 5,
    maxSelections: 9,
  }),
  paper('committee', { en: 'Members of the committee', ar: 'أعضاء اللجنة' }, 'plurality', MANY, {
    seats: 5,
    maxSelections: 5,
  }),
]

/** An open election with a contest for each kind of paper. */
export function fakePapers(id: string, title: Texts, contests = PAPERS): ElectionOnDevice {
  const group = { id: 'all', weight: 1, contests: contests.map((contest) => contest.id) }
  return fakeElection(id, title, {}, { contests, groups: [group] })
}
