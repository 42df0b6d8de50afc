import { ownMember } from '../../decode.ts'
import { refuseFile } from '../ballot-file.ts'
import type { JsonObject } from './json-access.ts'
import { neededText, objectsOf, textOf, wholeOf } from './json-access.ts'

/** A contest as a report defines it. */
export interface ContestDefinition {
  readonly id: string
  readonly name: string | undefined
  readonly seats: number
  readonly variation: string | undefined
  readonly maxSelections: number | undefined
  readonly path: string
  readonly selections: readonly { readonly id: string; readonly name: string; readonly path: string }[]
}

/** Every contest of the report. @throws {BallotFileError} syntax */
export function readContests(report: JsonObject): ContestDefinition[] {
  return objectsOf(report, 'Election', '$', true).flatMap(({ value, path }) => {
    const candidates = new Map<string, string>()
    for (const candidate of objectsOf(value, 'Candidate', path)) {
      const name = textOf(candidate.value, 'Name', candidate.path)
      if (name !== undefined) candidates.set(neededText(candidate.value, '@id', candidate.path), name)
    }
    return objectsOf(value, 'Contest', path, true).map((contest) =>
      readContest(contest.value, contest.path, candidates),
    )
  })
}

function readContest(
  contest: JsonObject,
  path: string,
  candidates: ReadonlyMap<string, string>,
): ContestDefinition {
  return {
    id: neededText(contest, '@id', path),
    name: textOf(contest, 'Name', path),
    seats: wholeOf(contest, 'NumberElected', path, 1000) ?? 1,
    variation: textOf(contest, 'VoteVariation', path),
    maxSelections: wholeOf(contest, 'VotesAllowed', path, 1000),
    path,
    selections: objectsOf(contest, 'ContestSelection', path, true).map((selection) => {
      const id = neededText(selection.value, '@id', selection.path)
      return { id, name: nameOf(selection.value, selection.path, candidates) ?? id, path: selection.path }
    }),
  }
}

/** Candidates of one selection, such as a president and a vice-president, are named together. */
function nameOf(
  selection: JsonObject,
  path: string,
  candidates: ReadonlyMap<string, string>,
): string | undefined {
  const ids = ownMember(selection, 'CandidateIds')
  if (ids !== undefined && !(Array.isArray(ids) && ids.every((id) => typeof id === 'string')))
    refuseFile('syntax', `${path}.CandidateIds`, 'a list of ids is expected.')
  const names = (ids ?? []).map(
    (id) =>
      candidates.get(id) ??
      refuseFile('candidate', `${path}.CandidateIds`, `there is no named candidate ${JSON.stringify(id)}.`),
  )
  if (names.length > 0) return names.join(' / ')
  return (
    textOf(selection, 'Selection', path) ??
    (ownMember(selection, 'IsWriteIn') === true ? 'Write-in' : undefined)
  )
}
