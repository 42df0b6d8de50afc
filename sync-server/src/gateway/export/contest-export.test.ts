import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countVotes } from '#protocol/counting/count'
import type { BallotFile } from '#protocol/files/ballot-file'
import { BallotReading } from '#protocol/files/read-ballots'
import type { Votes } from '#protocol/formats/ballot'
import { paperOf } from '#protocol/formats/contest-method'
import type { Contest } from '#protocol/formats/manifest'
import type { Vote } from '#protocol/formats/votes'
import { utf8 } from '#protocol/bytes'
import { makeBallot, makeElection, voterSeed } from '../../testing/election-fixture.ts'
import { GatewayFixture } from '../../testing/gateway-fixture.ts'
import { publishLog } from '../../testing/publish-log.ts'

/** Titles that a stranger may choose, two of them alike; ties are broken from the last to the first. */
const TITLES = ['Brandt, "Ada"', '蘇業', '__proto__', 'Bob', 'Bob']
const IDS = ['ada', 'su', 'proto', 'bob', 'bob2']
const contest = (id: string, changes: Partial<Contest>): Contest => ({
  id,
  title: { en: `The ${id}` },
  method: 'plurality',
  seats: 1,
  maxSelections: 1,
  options: IDS.map((option, index) => ({ id: option, title: { en: TITLES[index] ?? '' } })),
  order: 'fixed',
  ties: [...IDS].reverse(),
  ...changes,
})
const contests = [
  contest('chair', {}),
  contest('board', { seats: 2, maxSelections: 2 }),
  contest('wide', { seats: 2, maxSelections: 4 }),
  contest('place', { method: 'approval', maxSelections: 5 }),
  contest('tied', { seats: 2 }),
  contest('runoff', { method: 'irv', maxSelections: 5 }),
  contest('council', { method: 'stv-scottish', seats: 2, maxSelections: 4 }),
  contest('delegates', { method: 'stv-meek', seats: 2, maxSelections: 5 }),
  contest('motto', { method: 'schulze', maxSelections: 5 }),
  contest('venue', { method: 'ranked-pairs', maxSelections: 5 }),
  contest('tour', { method: 'borda', maxSelections: 5 }),
  contest('song', { method: 'star', maxSelections: 5, maxScore: 5 }),
  contest('tent', { method: 'score', seats: 2, maxSelections: 5, maxScore: 9 }),
]
const fixture = makeElection({
  contests,
  groups: [
    { id: 'all', weight: 1, contests: contests.map(({ id }) => id) },
    {
      id: 'owners',
      weight: 3,
      contests: ['board', 'place', 'tied', 'council', 'motto', 'song', 'tent', 'runoff'],
    },
    { id: 'guests', weight: 1, contests: ['chair', 'wide'] },
  ],
})
const { election } = fixture.manifest.body

/** What voter `voter` chooses in a contest: always the same, and blank now and then. */
function choose(voter: number, { id, method, maxSelections, maxScore = 0 }: Contest): Vote {
  if (id === 'tied') return [IDS[voter % 4] ?? '']
  const count = (voter * 7 + id.length) % (maxSelections + 1)
  const chosen = [
    ...new Set(
      Array.from({ length: count }, (_, each) => IDS[(voter * 3 + each * voter + id.length) % 5] ?? ''),
    ),
  ]
  const paper = paperOf(method)
  if (paper === 'scores')
    return Object.fromEntries(chosen.map((option, each) => [option, (voter + each * 2) % (maxScore + 1)]))
  if (paper === 'weak-ranking' && chosen.length > 2 && voter % 2 === 0)
    return [chosen.slice(0, 2).sort(), ...chosen.slice(2)]
  return paper === 'selection' ? chosen.sort() : chosen
}

const ballots = Array.from({ length: 36 }, (_, index) => {
  const group = (['all', 'owners', 'guests'] as const)[index % 3] ?? 'all'
  const voter = index < 33 ? index : index - 33
  const votes = contests
    .filter(({ id }) => fixture.manifest.body.groups.find((each) => each.id === group)?.contests.includes(id))
    .map((each) => [each.id, choose(index, each)])
  // The last three voters vote a second time.
  return makeBallot(fixture, {
    seed: voterSeed(voter),
    group,
    sequence: index < 33 ? 0 : 1,
    votes: Object.fromEntries(votes) as Votes,
  })
})

let server: GatewayFixture
beforeAll(async () => {
  server = await GatewayFixture.start(fixture, new Date('2026-05-01T12:00:00Z'))
  await publishLog(server, fixture, [ballots])
})
afterAll(() => server.close())

function ask(format: string, id?: string): Promise<Response> {
  const chosen = id === undefined ? '' : `&contest=${id}`
  return fetch(`${server.origin}/api/elections/${election}/export?format=${format}${chosen}`)
}

async function readBack(
  format: string,
  { id, method }: Contest,
): Promise<{ file: BallotFile; text: string }> {
  const text = await (await ask(format, id)).text()
  const marks =
    paperOf(method) === 'scores'
      ? 'scores'
      : paperOf(method) !== 'selection'
        ? 'ranks'
        : method === 'approval'
          ? 'approvals'
          : 'choices'
  const reading = new BallotReading(() => ({ marks, contest: undefined }))
  reading.push(utf8(text))
  return { file: reading.finish(), text }
}

/** A result by the names that a file has for the options: with their ids, because two titles are alike. */
function published(id: string): object {
  const result = server.gateway.find(election)?.live.result?.body.contests.find((each) => each.id === id)
  const nameOf = (option: string): string => `${TITLES[IDS.indexOf(option)] ?? ''} (${option})`
  const votes = result?.transcript ? {} : (result?.votes ?? {})
  return {
    votes: Object.fromEntries(Object.entries(votes).map(([option, votes]) => [nameOf(option), votes])),
    elected: (result?.elected ?? []).map(nameOf),
    transcript: result?.transcript,
  }
}

describe.each(['blt', 'cvr'])('a contest exported as %s', (format) => {
  const readable = contests.filter(({ method }) => format === 'cvr' || paperOf(method) !== 'scores')
  it.each(readable)('is read back to the result of the election: $id', async (each) => {
    const { file } = await readBack(format, each)
    const maxSelections = format === 'cvr' ? file.maxSelections : each.maxSelections
    const result = countVotes(each.method, file.profile, maxSelections === undefined ? {} : { maxSelections })
    const [round] = result.rounds
    const votes = result.candidates.map((name, candidate) => [name, Number(round?.votes[candidate])] as const)
    const { rounds, ties, pairwise } = result
    const isPlain = paperOf(each.method) === 'selection'
    expect({
      votes: isPlain ? Object.fromEntries(votes) : {},
      elected: result.winners.map((winner) => result.candidates[winner]),
      transcript: isPlain ? undefined : { rounds, ties, ...(pairwise && { pairwise }) },
    }).toEqual(published(each.id))
    expect([result.seats, result.invalid]).toEqual([each.seats, 0])
  })

  it('is named after its contest, and has its title', async () => {
    const response = await ask(format, 'board')
    expect(response.headers.get('content-disposition')).toContain(
      `${election}-board.${format === 'blt' ? 'blt' : 'json'}`,
    )
    expect((await readBack(format, contests[1] ?? contest('', {}))).file.title).toBe('The board')
  })

  it('must be one that there is', async () => {
    for (const id of [undefined, 'none', '']) {
      const response = await ask(format, id)
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { code: 'malformed', detail: `contest must be one of ${contests.map(({ id }) => id).join(', ')}.` },
      ])
    }
  })
})

it('scores cannot be said in BLT', async () => {
  const response = await ask('blt', 'song')
  expect([response.status, await response.json()]).toMatchObject([400, { code: 'unsupported' }])
})

describe('cast vote records', () => {
  it('are one for each ballot that counts, under its name in the log', async () => {
    const { text } = await readBack('cvr', contests[1] ?? contest('', {}))
    const { CVR, GeneratedDate } = JSON.parse(text) as { CVR: { UniqueId: string }[]; GeneratedDate: string }
    expect(GeneratedDate).toBe('2026-05-01T12:00:00Z')
    const expected = ballots.slice(3).filter(({ body }) => Object.hasOwn(body.votes, 'board'))
    expect(CVR.map(({ UniqueId }) => UniqueId).sort()).toEqual(expected.map(({ _id }) => _id).sort())
  })
})
