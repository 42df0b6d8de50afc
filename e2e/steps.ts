import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { OpenedElection } from './server.ts'

/** An election as an officer would write it; each test opens one of its own. */
export function smallElection(
  election: string,
  recast: 'last' | 'none' = 'last',
): { election: string } & Record<string, unknown> {
  return {
    election,
    title: 'Garden club 2026',
    recast,
    closes: new Date(Date.now() + 24 * 3600 * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    contests: [
      {
        id: 'chair',
        title: 'Chairperson',
        method: 'plurality',
        options: [
          { id: 'ada', title: 'Ada Park' },
          { id: 'bob', title: 'Bob Stone' },
        ],
      },
      {
        id: 'trees',
        title: 'Which trees shall we plant?',
        method: 'approval',
        options: [
          { id: 'apple', title: 'Apple' },
          { id: 'cherry', title: 'Cherry' },
          { id: 'walnut', title: 'Walnut' },
        ],
      },
    ],
  }
}

/** Opens the join link with the code in it, joins, and leaves the recovery file for later. */
export async function join(
  page: Page,
  { joinLink }: Pick<OpenedElection, 'joinLink'>,
  code: string,
): Promise<void> {
  await page.goto(`${joinLink}/${code}`)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(page).toHaveURL(/\/recovery$/)
}

/** Fills in the ballot of {@link smallElection} up to the review. */
export async function fillBallot(
  page: Page,
  election: string,
  chair: string,
  trees: readonly string[],
): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/e/${election}/vote`)
  await page.getByText(chair, { exact: true }).click()
  await page.getByRole('link', { name: 'Next' }).click()
  await expect(page.getByRole('heading', { name: 'Which trees shall we plant?' })).toBeVisible()
  for (const tree of trees) await page.getByText(tree, { exact: true }).click()
  await page.getByRole('link', { name: 'Review your ballot' }).click()
}

/** Fills in the ballot of the demonstration, whose three contests are of three kinds, up to the review. */
export async function fillDemonstrationBallot(page: Page, joinLink: string): Promise<void> {
  await page.goto(`${new URL(joinLink).origin}/#/e/${electionOf(joinLink)}/vote`)
  await page.getByText('Amara Osei').click()
  await page.getByRole('link', { name: 'Next' }).click()
  await page.getByText('Greta Novak').click()
  await page.getByRole('link', { name: 'Next' }).click()
  await page.getByText('Repairing the old greenhouse').click()
  await page.getByRole('link', { name: 'Review your ballot' }).click()
}

/** The election's id, as a join link names it. */
export function electionOf(joinLink: string): string {
  return /#\/join\/([^/]+)/.exec(joinLink)?.[1] ?? ''
}

export async function cast(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Cast my ballot' }).click()
  await expect(page).toHaveURL(/\/ballots$/)
}

/** The newest of "my ballots" is in this state, in the words that the voter reads. */
export async function expectStage(
  page: Page,
  word: 'Saved on this phone' | 'Received' | 'Counted' | 'Rejected',
): Promise<void> {
  await expect(page.getByText(word, { exact: true }).first()).toBeVisible()
}

/** Until the service worker has everything, the page cannot be opened without a network. */
export async function untilInstalled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
}
