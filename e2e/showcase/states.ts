import type { Page } from '@playwright/test'
import { PAPER_STATES } from './paper-states.ts'
import type { ScreenState } from './screen-state.ts'

const PHONE = '?fake'
const JOIN = '#/join/union-2026/q7Vn2kZx8Jd0Lw5tYb3Hc9Rf6Gs1Pm4Qe_Ua-TiKoXM'
const CODE = 'BX5M7BQG7402T7YT'

const on = (phone: string, name: string, screen: string, act?: ScreenState['act']): ScreenState => ({
  name,
  path: `${phone}${screen}`,
  ...(act ? { act } : {}),
})
const at = (name: string, screen: string, act?: ScreenState['act']): ScreenState =>
  on(PHONE, name, screen, act)
const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click()
/** By place and not by name. */
const choose =
  (...places: readonly number[]) =>
  async (page: Page) => {
    const options = page.getByRole('radio').or(page.getByRole('checkbox'))
    for (const place of places) await options.nth(place).check({ force: true })
  }
/** Every round, every pair. */
const unfold = async (page: Page): Promise<void> => {
  for (const summary of await page.locator('summary').all()) await summary.click()
}
const follow = (name: string) => (page: Page) => page.getByRole('link', { name }).click()
const fillBallot = async (page: Page): Promise<void> => {
  await choose(0)(page)
  await follow('Next')(page)
  await page.getByText('Contest 2 of 3').waitFor()
  await choose(0, 4)(page)
  await follow('Next')(page)
  await page.getByText('Contest 3 of 3').waitFor()
  await choose(2)(page)
  await follow('Review your ballot')(page)
}
const enterCode = (code: string) => async (page: Page) => {
  await page.getByRole('textbox').fill(code)
  await press('Join')(page)
}

/** What Chromium sends where the app can be installed; headless, it never does. */
const offerInstall = (page: Page) =>
  page.evaluate(() => window.dispatchEvent(new Event('beforeinstallprompt', { cancelable: true })))
const offerUpdate = (page: Page) =>
  page.evaluate(() => window.dispatchEvent(new CustomEvent('urna-update-ready', { detail: { apply() {} } })))
/** Opens the page again as if its address, or its browser, were another. */
const openAs = (name: string, pretend: () => void) => async (page: Page) => {
  // Such a script stays with the page: it acts at this state's address alone.
  await page.addInitScript(`if (location.search.endsWith('pretend=${name}')) (${String(pretend)})()`)
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
}
const onPhone = (): void => {
  const value = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15'
  Object.defineProperty(navigator, 'userAgent', { value })
}
const withoutHttps = (): void => {
  Object.defineProperty(window, 'isSecureContext', { value: false })
}
const withoutSigning = (): void => {
  Object.defineProperty(crypto, 'subtle', { value: undefined })
}

/** Every state of every screen of the voters' app. A screen or a state that is added is added here. */
export const STATES: readonly ScreenState[] = [
  on('?fake=empty', 'home-first-visit', '#/'),
  at('home', '#/'),
  on('?fake=offline', 'home-offline', '#/'),
  on('?fake=waiting', 'home-office-unreachable', '#/'),
  at('home-entry-refused', '#/', async (page) => {
    await page.getByRole('textbox').fill('not a link')
    await page.getByRole('textbox').press('Enter')
  }),
  at('join', JOIN),
  at('join-without-link', '#/join/union-2026/-'),
  at('join-code-too-short', JOIN, enterCode('BX5M')),
  on('?fake&fail=join:unknown-code', 'join-code-refused', JOIN, enterCode(CODE)),
  on('?fake&fail=join:already-issued', 'join-code-used', JOIN, enterCode(CODE)),
  on('?fake&fail=join:offline', 'join-offline', JOIN, enterCode(CODE)),
  on('?fake&stuck=join', 'join-working', JOIN, enterCode(CODE)),
  at('join-unknown-election', '#/join/nowhere-2026/-'),
  at('joined-recovery-file', '#/e/board-2026/recovery'),
  at('recovery-file-saved', '#/e/saved-2026/recovery'),
  ...[
    'board',
    'saved',
    'received',
    'counted',
    'rejected',
    'recast',
    'pending',
    'draft',
    'closed',
    'final',
    'cancelled',
  ].map((id) => at(`election-${id}`, `#/e/${id}-2026`)),
  on('?fake=contradicted', 'election-record-contradicts', '#/e/board-2026'),
  on('?fake=contradicted', 'my-ballots-promise-broken', '#/e/board-2026/ballots', press('Save the evidence')),
  on('?fake=contradicted', 'results-record-contradicts', '#/e/board-2026/results'),
  at('election-unknown', '#/e/nowhere-2026'),
  at('ballot-one-choice', '#/e/board-2026/vote/chair', choose(0)),
  at('ballot-limit-reached', '#/e/board-2026/vote/board', choose(0, 4)),
  at('ballot-approval', '#/e/board-2026/vote/projects', choose(2)),
  ...PAPER_STATES,
  at('ballot-change', '#/e/board-2026/vote/board/change'),
  at('ballot-not-open', '#/e/draft-2026/vote'),
  at('review', '#/e/board-2026/vote/chair', fillBallot),
  at('review-blank', '#/e/recast-2026/review'),
  on('?fake&fail=cast:storage-full', 'review-disk-full', '#/e/board-2026/review', press('Cast my ballot')),
  on('?fake&stuck=cast', 'review-casting', '#/e/board-2026/review', press('Cast my ballot')),
  ...['board', 'saved', 'received', 'counted', 'rejected', 'recast'].map((id) =>
    at(`my-ballots-${id === 'board' ? 'none' : id}`, `#/e/${id}-2026/ballots`),
  ),
  at('my-ballots-install', '#/e/counted-2026/ballots', offerInstall),
  on(
    '?fake&pretend=iphone',
    'my-ballots-install-iphone',
    '#/e/counted-2026/ballots',
    openAs('iphone', onPhone),
  ),
  at('my-ballots-choices-shown', '#/e/counted-2026/ballots', press('Show my choices')),
  at('results-live', '#/e/board-2026/results'),
  at('results-not-live', '#/e/closed-2026/results'),
  at('results-final-tied', '#/e/final-2026/results'),
  at('results-none-yet', '#/e/saved-2026/results'),
  at('results-for-anyone', '#/e/guest-2026/results'),
  ...['irv', 'stv', 'pairs', 'points', 'level'].map((id) =>
    on('?fake=counts', `results-counted-${id}`, `#/e/${id}-2026/results`, unfold),
  ),
  at('results-missing', '#/e/nowhere-2026/results'),
  ...['ready', 'copying', 'recounting', 'stopped', 'verified', 'repeated', 'refuted', 'forked'].map((state) =>
    at(`observe-${state}`, `#/observe/${state}-2026`),
  ),
  at('observe-ranked', '#/observe/ranked-2026', unfold),
  at('restore', '#/recover'),
  at('restore-wrong-file', '#/recover', async (page) => {
    const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not a recovery file') }
    await page.getByLabel('Recovery file').setInputFiles(file)
    await page.getByLabel('Passphrase of the file').fill('some words')
    await press('Restore')(page)
  }),
  at('about', '#/about'),
  at('update-ready', '#/about', offerUpdate),
  at('update-accepted', '#/about', async (page) => {
    await offerUpdate(page)
    await press('Update now')(page)
  }),
  on('?fake&pretend=http', 'address-not-secure', '#/', openAs('http', withoutHttps)),
  on('?fake&pretend=old', 'browser-unfit', '#/', openAs('old', withoutSigning)),
  at('not-found', '#/nonsense'),
]
