import { ownMember } from '../../decode.ts'
import type { BallotFile, BallotReader, ReadSettings } from '../ballot-file.ts'
import { refuseFile } from '../ballot-file.ts'
import { reorderCandidates } from '../reorder.ts'
import { quote } from '../text.ts'
import { CvrContest, WRITE_IN } from './cvr-contest.ts'
import type { ContestDefinition } from './cvr-election.ts'
import { readContests } from './cvr-election.ts'
import type { JsonObject } from './json-access.ts'
import { asObject, neededText, objectsOf, textOf } from './json-access.ts'
import { memberPath, ReportStream } from './report-stream.ts'

const MOST_CONTESTS = 1000
const TYPES = new Set([undefined, 'CVR.CastVoteRecordReport'])

/**
 * Cast vote records in JSON, NIST SP 1500-103 version 1.0. Of each record the current snapshot counts, and of that the
 * positions with a mark (`HasIndication` yes, `IsAllocable` not no). Marks without a rank are alike. `NumberVotes` is what
 * one ballot weighs, and in a contest of scores the score.
 */
export class CvrReader implements BallotReader {
  readonly #settings: ReadSettings
  readonly #contests = new Map<string, CvrContest>()
  readonly #stream: ReportStream

  constructor(settings: ReadSettings) {
    this.#settings = settings
    this.#stream = new ReportStream('CVR', (record, path) => this.#readRecord(asObject(record, path), path))
  }

  read(bytes: Uint8Array, isLast: boolean): number {
    return this.#stream.read(bytes, isLast)
  }

  finish(): BallotFile {
    this.#stream.finish()
    const { members } = this.#stream
    if (!TYPES.has(members.get('@type') as string | undefined))
      refuseFile('unsuitable', '$["@type"]', 'this is no CVR.CastVoteRecordReport.')
    if (!members.has('CVR')) refuseFile('unsuitable', '$.CVR', 'the report has no cast vote records.')
    const definition = this.#choose(readContests(Object.fromEntries(members)))
    const contest = this.#contests.get(definition.id) ?? new CvrContest(this.#settings.marks)
    const { seats, name, variation, maxSelections } = definition
    const profile = buildProfile(contest, definition, seats)
    return { format: 'cvr', title: name, profile, variation, maxSelections }
  }

  #readRecord(record: JsonObject, path: string): void {
    const snapshot = currentSnapshot(record, path)
    for (const { value, path: contestPath } of objectsOf(snapshot.value, 'CVRContest', snapshot.path)) {
      const id = neededText(value, 'ContestId', contestPath)
      let contest = this.#contests.get(id)
      if (!contest) {
        if (this.#contests.size === MOST_CONTESTS)
          refuseFile('too-large', contestPath, `there are more than ${MOST_CONTESTS} contests.`)
        contest = new CvrContest(this.#settings.marks)
        this.#contests.set(id, contest)
      }
      contest.read(value, contestPath)
    }
  }

  #choose(definitions: readonly ContestDefinition[]): ContestDefinition {
    const unknown = [...this.#contests.keys()].find((id) => !definitions.some((each) => each.id === id))
    if (unknown !== undefined)
      refuseFile('contest', '$.Election', `contest ${quote(unknown)} is not defined.`)
    const { contest } = this.#settings
    const found = definitions.filter(
      ({ id, name }) => contest === undefined || id === contest || name === contest,
    )
    const [only, other] = found
    if (only && !other) return only
    const known = definitions.map(({ id, name }) => (name === undefined ? id : `${id} (${name})`)).join(', ')
    if (definitions.length === 0) return refuseFile('contest', '$.Election', 'no contest is defined.')
    return refuseFile('contest', '$.Election', `say by its id which contest to count: ${known}.`)
  }
}

function currentSnapshot(record: JsonObject, path: string): { value: JsonObject; path: string } {
  const snapshots = objectsOf(record, 'CVRSnapshot', path, true)
  const current = textOf(record, 'CurrentSnapshotId', path)
  const found = snapshots.filter(({ value }) => ownMember(value, '@id') === current)
  const [only] = snapshots.length === 1 && current === undefined ? snapshots : found
  return only ?? refuseFile('mismatch', memberPath(path, 'CurrentSnapshotId'), 'there is no such snapshot.')
}

/** Candidates in the order of the definition; whoever nobody chose too. */
function buildProfile(
  contest: CvrContest,
  definition: ContestDefinition,
  seats: number,
): BallotFile['profile'] {
  const selections = [...definition.selections]
  if (contest.selections.has(WRITE_IN))
    selections.push({ id: WRITE_IN, name: 'Write-in', path: definition.path })
  const names = new Set<string>()
  const ids = new Set<string>()
  for (const { id, name, path } of selections) {
    if (names.has(name)) refuseFile('candidate', path, `two candidates have the name ${quote(name)}.`)
    if (ids.has(id)) refuseFile('candidate', path, `two selections have the id ${quote(id)}.`)
    names.add(name)
    ids.add(id)
  }
  const chosen = [...contest.selections]
  const unknown = chosen.find(([id]) => !ids.has(id))
  if (unknown)
    refuseFile('candidate', unknown[1].path, `contest ${quote(definition.id)} has no such selection.`)
  if (selections.length === 0 || seats < 1 || seats > selections.length)
    refuseFile('mismatch', definition.path, `${selections.length} candidates cannot take ${seats} seats.`)
  const others = selections.filter(({ id }) => !contest.selections.has(id))
  const nameById = new Map(selections.map(({ id, name }) => [id, name]))
  const profile = contest.builder.build({
    candidates: [...chosen.map(([id]) => nameById.get(id) ?? id), ...others.map(({ name }) => name)],
    seats,
  })
  const order = selections.map(({ name }) => profile.candidates.indexOf(name))
  return reorderCandidates(profile, order)
}
