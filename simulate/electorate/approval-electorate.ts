import { BallotsFileError } from './ballots-file.ts'
import type { Electorate } from './electorate.ts'

const MAX_OPTIONS = 1000
const MAX_TITLE = 500
const MAX_ID = 63

/**
 * An election of one approval contest over the names that the ballots have, and a voter for each ballot.
 *
 * @throws {BallotsFileError} there is no election in these ballots.
 */
export function approvalElectorate(
  ballots: readonly ReadonlySet<string>[],
  { election, closes }: { election: string; closes: string },
): Electorate {
  const names = [...new Set(ballots.flatMap((ballot) => [...ballot]))].sort()
  checkNames(names)
  const ids = namedIds(names)
  const options = names.map((name) => ({ id: ids.get(name) ?? name, title: name }))
  const contest = { id: 'approval', title: 'Approval', method: 'approval' as const, options }
  const voters = ballots.map((ballot) => {
    const chosen = [...ballot].map((name) => ids.get(name) ?? name).sort()
    return { ballots: [{ approval: chosen }], losesAnswers: false }
  })
  return { definition: { election, title: 'Ballots of a file', closes, contests: [contest] }, voters }
}

function checkNames(names: readonly string[]): void {
  if (names.length === 0) throw new BallotsFileError('The ballots name no option.')
  if (names.length > MAX_OPTIONS)
    throw new BallotsFileError(
      `The ballots name ${names.length} options; an election has at most ${MAX_OPTIONS}.`,
    )
  const long = names.find((name) => name.length > MAX_TITLE)
  if (long !== undefined)
    throw new BallotsFileError(`A name is longer than ${MAX_TITLE} letters: ${long.slice(0, 40)}…`)
  const broken = names.find((name) => !name.isWellFormed())
  if (broken !== undefined) throw new BallotsFileError('A name is not Unicode.')
}

/** An id for each name that reads like it: `Jeff Marshall` is `jeff-marshall`, and a second one `jeff-marshall-2`. */
export function namedIds(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  return new Map(
    names.map((name) => {
      const slug = slugOf(name)
      let id = slug
      for (let n = 2; taken.has(id); n++) id = `${slug.slice(0, MAX_ID - 5)}-${n}`
      taken.add(id)
      return [name, id]
    }),
  )
}

function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
  const named = /^[a-z]/.test(slug) ? slug : `option-${slug}`
  return named.slice(0, MAX_ID).replace(/-$/, '')
}
