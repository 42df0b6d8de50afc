import type { ChangeRow, Doc } from './evidence/databases.ts'
import type { Evidence, Writing } from './evidence/evidence.ts'
import { feedWriting } from './evidence/evidence.ts'
import type { PlayedElection, PlayedVoter } from './election/play.ts'

/** What somebody finds, with a leak that the product does not have; and the truth that goes with it. */
export interface Planted {
  readonly evidence: Evidence
  readonly played: PlayedElection
}

type Plant = (evidence: Evidence, played: PlayedElection) => Planted

/** Leaks that a careless change could bring, each of which the rules have to find. */
export const LEAKS: ReadonlyMap<string, Plant> = new Map<string, Plant>([
  [
    'a ballot that says when its voter joined',
    inBallots((doc, { issued }) => ({ ...doc, joined: formatFine(issued.at) })),
  ],
  [
    'an id that carries letters of the code',
    inBallots((doc, { code }) => ({ ...doc, _id: `${doc._id}.${code.slice(0, 9)}` })),
  ],
  ['ballots that are stored in the order of issuance', inOrderOfIssuance],
  ['a log of who sent something when', withLog(() => '_bulk_docs')],
  ['a proxy’s log of the proofs that phones ask for', withLog((leafHash) => leafHash)],
  ['phones that all blind with one factor', withOneFactor],
])

function formatFine(at: number): string {
  return new Date(at).toISOString()
}

function inBallots(change: (doc: Doc, voter: PlayedVoter) => Doc): Plant {
  return (evidence, played) => {
    const voters = votersByBallot(played)
    const alter = (row: ChangeRow): ChangeRow => {
      const voter = voters.get(row.id)
      return voter ? { ...row, doc: change(row.doc, voter) } : row
    }
    return { evidence: withRows(evidence, played, (rows) => rows.map(alter)), played }
  }
}

function inOrderOfIssuance(evidence: Evidence, played: PlayedElection): Planted {
  const voters = votersByBallot(played)
  const orderOf = ({ id }: ChangeRow): number => voters.get(id)?.issued.at ?? 0
  return {
    evidence: withRows(evidence, played, (rows) => rows.toSorted((a, b) => orderOf(a) - orderOf(b))),
    played,
  }
}

/** One line for each request, as web servers write it: for each voter who joins, and later for each ballot. */
function withLog(asked: (leafHash: string) => string): Plant {
  return (evidence, played) => {
    const voters = votersByBallot(played)
    const line = (voter: PlayedVoter | undefined, path: string): string =>
      `{"remoteAddress":"${voter?.place.forwarded ?? ''}","url":"/${path}"}`
    const lines = [
      ...played.voters.map((voter) => line(voter, 'credentials')),
      ...rowsOf(evidence, played).map(({ id }) => line(voters.get(id), asked(id.slice('ballot:'.length)))),
    ]
    const log: Writing = { name: 'log', bytes: lines.join('\n') }
    return { evidence: { ...evidence, writings: [...evidence.writings, log] }, played }
  }
}

/** As if a phone drew its factor once for all: what the registrar signs is what it signed, times the same number. */
function withOneFactor(evidence: Evidence, played: PlayedElection): Planted {
  const n = BigInt(
    `0x${Buffer.from(played.manifest.registrars[0]?.keys['all'] ?? '', 'base64url').toString('hex')}`,
  )
  const factor = n / 3n
  const signatures = new Map(rowsOf(evidence, played).map(({ id, doc }) => [id, signatureOf(doc)]))
  const blind = (voter: PlayedVoter): PlayedVoter => {
    const bytes = Buffer.from(signatures.get(`ballot:${voter.ballots[0] ?? ''}`) ?? '', 'base64url')
    const signature = (BigInt(`0x${bytes.toString('hex')}`) * factor) % n
    const blindSignature = Buffer.from(signature.toString(16).padStart(512, '0'), 'hex').toString('base64url')
    return { ...voter, issued: { ...voter.issued, blindSignature } }
  }
  return { evidence, played: { ...played, voters: played.voters.map(blind) } }
}

function signatureOf(doc: Doc): string | undefined {
  const { credential } = (doc['body'] ?? {}) as { credential?: { signatures: { signature: string }[] } }
  return credential?.signatures[0]?.signature
}

function votersByBallot({ voters }: PlayedElection): ReadonlyMap<string, PlayedVoter> {
  return new Map(voters.flatMap((voter) => voter.ballots.map((leafHash) => [`ballot:${leafHash}`, voter])))
}

function rowsOf({ databases }: Evidence, { election }: PlayedElection): readonly ChangeRow[] {
  return databases.find(({ name }) => name === `election-${election}`)?.rows ?? []
}

/** The election's feed, with other rows. */
function withRows(
  { databases, writings, ...evidence }: Evidence,
  { election }: PlayedElection,
  change: (rows: readonly ChangeRow[]) => readonly ChangeRow[],
): Evidence {
  const name = `election-${election}`
  const changed = databases.map((dump) => (dump.name === name ? { name, rows: change(dump.rows) } : dump))
  const feed = feedWriting(name, changed.find((dump) => dump.name === name)?.rows ?? [])
  const others = writings.filter((writing) => writing.name !== feed.name)
  return { ...evidence, databases: changed, writings: [...others, feed] }
}
