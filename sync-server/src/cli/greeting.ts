import { renderUnicodeCompact } from 'uqr'
import type { RunningServer } from '../server.ts'

const THIS_COMPUTER_ONLY =
  'This link works on this computer only. For phones in this network: npm start -- --lan'

type Greeted = Pick<RunningServer, 'origin' | 'trust' | 'firstRunSecret' | 'fauxton' | 'demonstration'>

/**
 * What a start prints: where the server is, and, once only, what nobody can look up later.
 *
 * @param colours whether the terminal has them; the text reads the same without.
 */
export function greeting(server: Greeted, dataDirectory: string, colours: boolean): string {
  const parts = [
    'Urna is running.',
    table([['Address', server.origin], ...secretRow(server.firstRunSecret), ...fauxtonRow(server.fauxton)]),
    ...(server.trust ? trustParts(server, server.trust, colours) : []),
    ...(server.demonstration ? demonstrationParts(server.demonstration, colours) : []),
    `Everything is kept in ${dataDirectory}\nPress Ctrl-C to stop.`,
  ]
  return `\n${parts.join('\n\n')}\n`
}

function secretRow(secret: string | undefined): [string, string][] {
  return secret === undefined ? [] : [['Console secret', `${secret}   (shown only now: keep it)`]]
}

function fauxtonRow(fauxton: string | undefined): [string, string][] {
  return fauxton === undefined ? [] : [['Database', `${fauxton}/   (for the election office: sign in there)`]]
}

/** The join link of a demonstration leads to the address too, and needs no second code for it. */
function trustParts(
  { origin, demonstration }: Greeted,
  { installPage, fingerprint }: NonNullable<Greeted['trust']>,
  colours: boolean,
): string[] {
  return [
    'A phone in this network must be told once that it may trust this server. Open on the phone:',
    table([
      ['Trust page', installPage],
      ['Fingerprint', fingerprint],
    ]),
    indent(qrCode(installPage, colours)),
    ...(demonstration ? [] : ['Then the phone can open the address:', indent(qrCode(origin, colours))]),
  ]
}

function demonstrationParts(
  { joinLink, codes, remaining }: NonNullable<Greeted['demonstration']>,
  colours: boolean,
): string[] {
  return [
    'An election to try. Open the join link, choose, and vote with one of the codes:',
    table([['Join link', joinLink]]),
    indent(qrCode(joinLink, colours)),
    ...(isOfThisComputer(joinLink) ? [indent(THIS_COMPUTER_ONLY)] : []),
    codes === undefined ? table([['Voting codes', remainingLine(remaining)]]) : codesTable(codes),
  ]
}

function remainingLine(remaining: number): string {
  if (remaining === 0) return 'all are used; a new election to try follows when this one is over'
  return `${remaining} ${remaining === 1 ? 'is' : 'are'} still unused; they were shown when the election was made.
${' '.repeat(17)}Lost them? Another --data folder begins anew, with ten new codes.`
}

function isOfThisComputer(joinLink: string): boolean {
  return /^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(joinLink)
}

function codesTable(codes: readonly string[]): string {
  const half = Math.ceil(codes.length / 2)
  const rows = codes.slice(0, half).map((code, row) => [code, codes[half + row] ?? ''].join('   ').trimEnd())
  return `${indent('Voting codes, one for each voter (shown only now):')}\n${indent(indent(rows.join('\n')))}`
}

/** Half blocks: two rows of the code a line. Dark must be dark on a light terminal too, where there are colours to say so. */
function qrCode(text: string, colours: boolean): string {
  const lines = renderUnicodeCompact(text, { border: 2 }).split('\n')
  return lines.map((line) => (colours ? `\u001b[97;40m${line}\u001b[0m` : line)).join('\n')
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(14, ...rows.map(([name]) => name.length))
  return indent(rows.map(([name, value]) => `${name.padEnd(width)}   ${value}`).join('\n'))
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ')
}
