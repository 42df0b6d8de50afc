import { createHash } from 'node:crypto'
import type { PlayedElection } from '../election/play.ts'
import type { ChangeRow } from './databases.ts'
import type { Evidence } from './evidence.ts'
import type { Feature, Value } from './features.ts'
import { flatten, offsetFeatures, transpose, varied } from './features.ts'
import type { Clue, Mention } from './mentions.ts'
import { findMentions } from './mentions.ts'
import { shownTimes } from './shown-times.ts'

/** What somebody has who wants to know which ballot is whose. */
export interface Case {
  /** Voters, in the order of issuance; and ballot keys, in an order that says nothing. As many of each. */
  readonly size: number
  readonly issuances: readonly Feature[]
  readonly ballots: readonly Feature[]
  readonly mentions: readonly Mention[]
  /** Of the registrar's key, base64url; and by voter and by key the two signatures by it. */
  readonly modulus: string
  readonly blindSignatures: readonly string[]
  readonly signatures: readonly string[]
}

/** By voter, which key it is. The rules don't see it. */
export type Truth = readonly number[]

/** A ballot as far as this reads it; all else in the document is a feature like any other. */
interface BallotDoc {
  readonly body: {
    readonly sequence: number
    readonly credential: {
      readonly key: string
      readonly signatures: readonly { readonly signature: string }[]
    }
  }
}

/**
 * Lays the two sides of an election out, as somebody would who has all that the server held, and who while voters joined
 * wrote down everything a registrar can see of them.
 */
export function openCase(
  { databases, writings, metrics }: Evidence,
  { election, manifest, voters }: PlayedElection,
): { readonly opened: Case; readonly truth: Truth } {
  const rowsOf = (name: string): readonly ChangeRow[] =>
    databases.find((database) => database.name === `${name}-${election}`)?.rows ?? []
  const registry = new Map(rowsOf('registry').map((row) => [row.id, row]))
  const codeRows = voters.map(({ issued }) => registry.get(`code:${hashOf(issued.form)}`))
  const keys = groupByKey(rowsOf('election').filter(({ id }) => id.startsWith('ballot:')))
  const times = shownTimes(rowsOf('election'), metrics, election)
  const ofVoters = voters.flatMap((voter, item) => cluesOf(voter, codeRows[item], item))
  const ofKeys = keys.flatMap(keyClues)
  const mentions = findMentions([...ofVoters, ...ofKeys], writings)
  const named = (name: string): string => name.replaceAll(election, '<election>')
  const issuances = [
    ...transpose(voters.map(knownOf)),
    ...transpose(codeRows.map((row) => flatten('registry', row))),
    ...offsetFeatures(mentions, namesOf(ofVoters), voters.length, named),
  ]
  const ballots = [
    ...transpose(keys.map((rows) => featuresOf(rows, times))),
    ...offsetFeatures(mentions, namesOf(ofKeys), keys.length, named),
  ]
  const order = keys.map((rows) => bodyOf(rows[0]).credential.key)
  return {
    opened: {
      size: voters.length,
      issuances: varied(issuances),
      ballots: varied(ballots),
      mentions,
      modulus: manifest.registrars[0]?.keys['all'] ?? '',
      blindSignatures: voters.map(({ issued }) => issued.blindSignature),
      signatures: keys.map((rows) => bodyOf(rows[0]).credential.signatures[0]?.signature ?? ''),
    },
    truth: voters.map(({ key }) => order.indexOf(key)),
  }
}

function namesOf(clues: readonly Clue[]): ReadonlySet<string> {
  return new Set(clues.map(({ name }) => name))
}

function hashOf(form: string): string {
  return createHash('sha256').update(Buffer.from(form, 'base64url')).digest('base64url')
}

function bodyOf(row: ChangeRow | undefined): BallotDoc['body'] {
  return (row?.doc as unknown as BallotDoc).body
}

/** By ballot key, sorted by it: its ballots in the order of their sequence. */
function groupByKey(rows: readonly ChangeRow[]): readonly (readonly ChangeRow[])[] {
  const groups = new Map<string, ChangeRow[]>()
  for (const row of rows) {
    const { key } = bodyOf(row).credential
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group.sort((a, b) => bodyOf(a).sequence - bodyOf(b).sequence))
}

/** What a registrar sees, and the officer who gave the codes out. */
function knownOf({ place, issued, port, code, drawn }: PlayedElection['voters'][number], order: number) {
  const { form, blindedMessage, blindSignature, at } = issued
  const seen = { order, at, drawn, code, form, blindedMessage, blindSignature, port, ...place }
  return new Map<string, Value>(Object.entries(seen).map(([name, value]) => [`known ${name}`, value]))
}

function featuresOf(rows: readonly ChangeRow[], times: ReadonlyMap<string, number>): Map<string, Value> {
  const [first, last] = [rows[0], rows.at(-1)]
  const sizeOf = (row: ChangeRow | undefined): number => JSON.stringify(row?.doc).length
  return new Map<string, Value>([
    ...flatten('first ballot', first),
    ...flatten('last ballot', last),
    ['size of the first ballot', sizeOf(first)],
    ['size of the last ballot', sizeOf(last)],
    ['number of ballots', rows.length],
    ['time at which the first ballot showed', times.get(first?.id ?? '')],
    ['time at which the last ballot showed', times.get(last?.id ?? '')],
  ])
}

function cluesOf(
  { place, issued, code }: PlayedElection['voters'][number],
  row: ChangeRow | undefined,
  item: number,
): readonly Clue[] {
  const { form, blindedMessage, blindSignature } = issued
  const { request = '' } = (row?.doc['issued'] ?? {}) as { request?: string }
  const texts = { ...place, code, form, blindedMessage, blindSignature, request, 'code id': hashOf(form) }
  return Object.entries(texts).map(([name, text]) => ({ name, item, text }))
}

function keyClues(rows: readonly ChangeRow[], item: number): readonly Clue[] {
  const leafHashes = rows.map(({ id }) => id.slice('ballot:'.length))
  return [
    { name: 'ballot key', item, text: bodyOf(rows[0]).credential.key },
    { name: 'first ballot', item, text: leafHashes[0] ?? '' },
    { name: 'last ballot', item, text: leafHashes.at(-1) ?? '' },
  ]
}
