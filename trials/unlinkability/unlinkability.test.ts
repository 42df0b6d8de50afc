import { expect, it } from 'vitest'
import { problemsOf } from './cli.ts'
import { runTrial } from './trial.ts'

const progress = { begin: () => undefined, advance: () => undefined, end: () => undefined }
const options = { voters: 30, votersAtOnce: 16, seed: 1, draws: 300, progress }

/** By planted leak, the rule that is there to find its kind. */
const FINDERS = [
  [
    'a ballot that says when its voter joined',
    'the nearest times of "known at" and "first ballot.doc.joined"',
  ],
  ['an id that carries letters of the code', 'pieces of "known code" in a ballot'],
  ['ballots that are stored in the order of issuance', 'the order of "known order"'],
  ['a log of who sent something when', 'the order of "last place of the forwarded in log"'],
  ['a proxy’s log of the proofs that phones ask for', 'the ballot nearest to a "forwarded"'],
  ['phones that all blind with one factor', 'blinding factors that are small or come again'],
]

const claim = 'nothing that a server holds links voters to ballots more than chance, unless they vote at once'

it(claim, { timeout: 180_000 }, async () => {
  const { independent, links, atOnce, planted } = await runTrial(options)
  expect(problemsOf({ independent, links, atOnce, planted })).toEqual([])
  expect(independent.rules).toBeGreaterThan(100)
  expect(atOnce.best.find(({ kind }) => kind === 'place')?.score).toBe(options.votersAtOnce)

  expect([...planted.keys()]).toEqual(FINDERS.map(([leak]) => leak))
  for (const [leak = '', finder = ''] of FINDERS) {
    const found = planted.get(leak)?.links.filter(({ rule }) => rule.startsWith(finder)) ?? []
    // A few voters share the ballot of another who joined in the same millisecond.
    expect(Math.max(...found.map(({ score }) => score)), leak).toBeGreaterThan(0.8 * options.voters)
  }
  expect(planted.get('a log of who sent something when')?.traces).toEqual(['forwarded in log'])
})
