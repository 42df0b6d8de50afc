import { afterEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { FakeCount } from '../../testing/fake-counts.ts'
import {
  CIRCLE_BALLOTS,
  fakeCount,
  IRV_BALLOTS,
  LEVEL_BALLOTS,
  countShown,
  SCORE_BALLOTS,
  STV_BALLOTS,
} from '../../testing/fake-counts.ts'
import { mount } from '../../testing/mount.ts'
import type { CountedContest } from './counted-contest.ts'
import './counted-contest.ts'

const BOARD = { options: 7, seats: 3 }

afterEach(async () => page.viewport(1000, 800))

async function show(count: FakeCount, final = true): Promise<CountedContest> {
  const element = mount('counted-contest', countShown(count, final))
  await element.updateComplete
  return element
}

const folded = (element: CountedContest): NodeListOf<HTMLDetailsElement> =>
  element.renderRoot.querySelectorAll<HTMLDetailsElement>('details:not([open])')

function unfold(element: CountedContest): void {
  for (const details of folded(element)) details.open = true
}

/** The texts of a table, row by row. */
function rowsOf(name: string): readonly (readonly string[])[] {
  const rows = page.getByRole('table', { name, exact: true }).getByRole('row').elements()
  return rows.map((row) =>
    [...row.querySelectorAll('th, td.number')].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim()),
  )
}

function decisionsOf(element: CountedContest): readonly string[] {
  const said = [...element.renderRoot.querySelectorAll('.decision')]
  return plain(said.map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim()))
}

describe('a count in rounds', () => {
  test('has a heading for each round, and tells in words who was elected or eliminated there', async () => {
    const element = await show(fakeCount('irv', IRV_BALLOTS))
    for (const number of ['1', '2', '3', '4'])
      await expect.element(page.getByRole('heading', { level: 4, name: `Round ${number}` })).toBeVisible()
    const said = decisionsOf(element)
    expect(said[0]).toBe(
      'Eliminated Dana Whitfield has 30 votes, and no option still in the count has fewer.',
    )
    expect(said[3]).toMatch(/^Elected Bruno Salgado Iturralde has 169 votes, which is more than half/)
    await expect
      .element(page.getByText(/Dana Whitfield. is eliminated, and the votes go .*: 30 votes/))
      .toBeVisible()
  })

  test('begins with how it came out, for each option', async () => {
    await show(fakeCount('irv', IRV_BALLOTS))
    expect(rowsOf('Who should chair the board?')).toEqual([
      ['Option', 'Votes', 'Share'],
      ['Bruno Salgado Iturralde ElectedIn round 4', '169', '56.0%'],
      ['Ada Nwosu In round 4', '133', '44.0%'],
      ['Fatima Zahra El Amrani-Benkirane Until round 3', '74', '23.9%'],
      ['Chen Wei Until round 2', '38', '12.3%'],
      ['Dana Whitfield Until round 1', '30', '9.7%'],
    ])
  })

  test('has every number of a round to its last digit: votes, what moved, what is exhausted and lost', async () => {
    unfold(await show(fakeCount('stv-scottish', STV_BALLOTS, BOARD)))
    expect(rowsOf('Round 4')).toEqual([
      ['Option', 'Votes', 'Gained'],
      ['Ada Nwosu Elected', '109.00000', ''],
      ['Bruno Salgado Iturralde', '92.00608', ''],
      ['Chen Wei', '88.00000', '+33.00000'],
      ['Fatima Zahra El Amrani-Benkirane', '68.50304', ''],
      ['Hana Kobayashi', '66.00000', '+12.00000'],
      ['No choice left on the ballot', '11.49066', '+5.49066'],
      ['Lost by rounding', '0.00022', ''],
    ])
    await expect.element(page.getByText('Quota: 109. Surplus of the elected: 52.')).toBeVisible()
    await expect.element(page.getByText(/Each of these ballots is now worth: 0\.32298\./)).toBeVisible()
  })

  test('of an STV count says in which round and with which quota each was elected', async () => {
    await show(fakeCount('stv-scottish', STV_BALLOTS, BOARD))
    const name = 'Three members of the board for the years 2027 to 2029'
    expect(rowsOf(name)[2]).toEqual([
      'Bruno Salgado Iturralde ElectedIn round 6, with a quota of 109',
      '107.50912',
    ])
  })

  test('by Meek’s method tells what part of a vote each option keeps', async () => {
    unfold(await show(fakeCount('stv-meek', STV_BALLOTS, BOARD)))
    expect(rowsOf('Round 3').slice(0, 3)).toEqual([
      ['Option', 'Votes', 'Keeps'],
      ['Ada Nwosu Elected', '107.250000109', '0.666149069'],
      ['Bruno Salgado Iturralde', '93.049689376', '1.000000000'],
    ])
  })

  test('is on paper with all its rounds, and folded on the screen as before', async () => {
    const element = await show(fakeCount('irv', IRV_BALLOTS))
    element.renderRoot.querySelector('details')?.setAttribute('open', '')
    expect(folded(element)).toHaveLength(3)
    window.dispatchEvent(new Event('beforeprint'))
    expect(folded(element)).toHaveLength(0)
    window.dispatchEvent(new Event('afterprint'))
    expect(folded(element)).toHaveLength(3)
  })

  test('calls nobody elected, nor by an order ahead, while it is live', async () => {
    const element = await show(fakeCount('irv', LEVEL_BALLOTS), false)
    unfold(element)
    await expect.element(page.getByText('This is how the count would go if voting ended now.')).toBeVisible()
    expect(rowsOf('Who should chair the board?')[1]?.[0]).toMatch(/^Bruno Salgado Iturralde Not decided/)
    expect(decisionsOf(element)[0]).toMatch(/^Tied Dana Whitfield has 2 votes/)
    for (const word of ['Elected', 'Ahead'])
      expect(page.getByText(word, { exact: true }).elements()).toHaveLength(0)
  })
})

describe('a count of pairs', () => {
  test('on a phone lists each pair: who beats whom, and how often', async () => {
    await page.viewport(360, 740)
    unfold(await show(fakeCount('schulze', CIRCLE_BALLOTS)))
    await expect.element(page.getByText('Each row shows how many votes')).not.toBeVisible()
    expect(rowsOf('Every pair compared')).toHaveLength(11)
    expect(plain(rowsOf('Every pair compared')[1])).toEqual([
      'Fatima Zahra El Amrani-Benkirane beats Ada Nwosu',
      '161 to 154',
    ])
  })

  test('where there is room is a matrix, in which a win is told by more than its colour', async () => {
    unfold(await show(fakeCount('schulze', CIRCLE_BALLOTS)))
    const matrix = page.getByRole('table', { name: /Each row shows how many votes/ })
    await expect.element(matrix.getByRole('columnheader', { name: 'Dana Whitfield' })).toBeVisible()
    const row = matrix.getByRole('row', { name: /^Chen Wei/ })
    await expect.element(row).toHaveTextContent(/Chen Wei\s*A win:\s*168\s*133\s*A win:\s*203\s*119/)
    expect(row.getByRole('cell').elements()[0]?.querySelector('svg')).not.toBeNull()
  })

  test('of Schulze’s method says how strong the chains from the elected are, and back', async () => {
    await show(fakeCount('schulze', CIRCLE_BALLOTS))
    await expect.element(page.getByText(/^To .Ada Nwosu.: 175\. Back: 168\.$/)).toBeVisible()
  })

  test('of ranked pairs says which wins were locked, in the order in which they were looked at', async () => {
    unfold(await show(fakeCount('ranked-pairs', CIRCLE_BALLOTS)))
    const rows = rowsOf('Every pair compared').slice(1).map(plain)
    expect(rows[0]).toEqual(['Bruno Salgado Iturralde beats Dana Whitfield Locked', '231 to 84'])
    expect(rows[4]).toEqual([
      'Dana Whitfield beats Chen Wei Not locked: it would close a circle',
      '196 to 119',
    ])
  })
})

describe('a count of points', () => {
  test('has points and averages', async () => {
    await show(fakeCount('score', SCORE_BALLOTS))
    expect(rowsOf('Who should chair the board?').slice(0, 2)).toEqual([
      ['Option', 'Points', 'Average'],
      ['Bruno Salgado Iturralde Elected', '890', '3.38'],
    ])
  })

  test('has no averages where some ballots weigh more', async () => {
    const element = await show(fakeCount('score', SCORE_BALLOTS))
    const groups = element.manifest.groups.map((group) => ({ ...group, weight: 2 }))
    element.manifest = { ...element.manifest, groups }
    await element.updateComplete
    expect(rowsOf('Who should chair the board?')[0]).toEqual(['Option', 'Points'])
  })

  test('by STAR has the runoff between the two finalists', async () => {
    const element = await show(fakeCount('star', SCORE_BALLOTS))
    expect(rowsOf('Runoff')).toEqual([
      ['Option', 'Votes', 'Share'],
      ['Bruno Salgado Iturralde Elected', '127', '50.6%'],
      ['Ada Nwosu', '124', '49.4%'],
    ])
    expect(decisionsOf(element)).toEqual([
      'Not in the runoff Chen Wei, Dana Whitfield, and Fatima Zahra El Amrani-Benkirane. Two options have at least as many points as any of them.',
      'Elected In the runoff Bruno Salgado Iturralde has 127 votes and Ada Nwosu has 124 votes.',
    ])
  })
})

const RANKED = ['irv', 'stv-scottish', 'stv-meek', 'borda', 'schulze', 'ranked-pairs'] as const

test.each([...RANKED, 'score', 'star'] as const)(
  '%s has a result before the first ballot',
  async (method) => {
    const element = await show(fakeCount(method, {}), false)
    await expect.element(page.getByText('0 ballots with a choice here. Left blank: 0.')).toBeVisible()
    expect(decisionsOf(element)).toEqual([])
  },
)

test('ballots of a surplus that have many values are told by the highest and the lowest', async () => {
  const count = fakeCount('stv-scottish', STV_BALLOTS, BOARD)
  const values = ['0.90000', '0.70000', '0.50000', '0.30000', '0.10000']
  const rounds = (count.result.transcript?.rounds ?? []).map((round) => ({
    ...round,
    transfers: round.transfers.map((transfer) => ({ ...transfer, values })),
  }))
  await show({ ...count, result: { ...count.result, transcript: { rounds, ties: [] } } })
  await expect.element(page.getByText(/worth between 0\.10000 and 0\.90000\./).first()).toBeVisible()
})

function plain(texts: readonly string[] = []): readonly string[] {
  return texts.map((text) => text.replace(/[\u2068\u2069]/g, ''))
}
