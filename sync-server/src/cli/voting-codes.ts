import { stat, writeFile } from 'node:fs/promises'
import { arrayOf, mapOf, object, text } from '#protocol/decode'
import { ProtocolError } from '#protocol/errors'
import { CommandFailure } from './command-failure.ts'
import type { Office } from './office.ts'
import { askOffice } from './ask-office.ts'

const codesByGroup = mapOf(text(63), arrayOf(text(50), { max: 1_000_000 }))
const opened = object(
  { manifestHash: text(43), joinLink: text(2000), codes: codesByGroup },
  { warnings: arrayOf(text(2000), { max: 1000 }) },
)

/**
 * Reads how many codes are wanted: `500` for the one group there is, or `staff=20,students=400`.
 *
 * @param groups of the election; undefined when they are not known here, and then one number is for the group `all`.
 */
export function parseCodeCounts(
  typed: string | undefined,
  groups: readonly string[] | undefined,
): Readonly<Record<string, number>> {
  if (typed === undefined) throw new CommandFailure('Say how many voting codes: --codes 500', 2)
  if (/^\d{1,7}$/.test(typed)) return { [onlyGroup(groups ?? ['all'])]: Number(typed) }
  const counts: Record<string, number> = {}
  for (const part of typed.split(',')) {
    const [, group = '', count = ''] = /^([a-z][a-z0-9-]{0,62})=(\d{1,7})$/.exec(part.trim()) ?? []
    if (group === '')
      throw new CommandFailure(`--codes is "${typed}": it must be 500 or staff=20,students=400.`, 2)
    counts[group] = Number(count)
  }
  return counts
}

function onlyGroup(groups: readonly string[]): string {
  const [only, other] = groups
  if (only !== undefined && other === undefined) return only
  throw new CommandFailure(
    `Say how many for each group: --codes ${groups.map((group) => `${group}=10`).join(',')}`,
    2,
  )
}

/** A file of codes is never written over; told before anything is opened. */
export async function refuseExisting(file: string | undefined): Promise<void> {
  if (file === undefined || !(await stat(file).catch(() => undefined))) return
  throw new CommandFailure(`${file} is there already, and nothing is written over it. Choose another --out.`)
}

/**
 * Opens an election and hands out its codes, on the screen or in `file`. The server keeps them, encrypted, until it is
 * told here that they have arrived: whatever breaks off before, the same command gets them again.
 */
export async function openAndHandOut(
  office: Office,
  election: string,
  codes: Readonly<Record<string, number>>,
  file: string | undefined,
): Promise<void> {
  const answer = readOpened(await askUntilOpen(office, election, codes))
  const lines = Object.entries(answer.codes).flatMap(([group, each]) =>
    each.map((code) => `${group},${code}`),
  )
  for (const warning of answer.warnings ?? []) console.error(`Note: ${warning}`)
  console.log(`Election ${election} is open.\n\n  Join link   ${answer.joinLink}\n`)
  if (lines.length === 0) {
    console.log('It was open before: its voting codes were handed out then.')
    return
  }
  if (file === undefined) console.log(`group,code\n${lines.join('\n')}\n\nThe codes are shown only now.`)
  else await saveCodes(file, lines)
  await askOffice(office, `/elections/${election}/codes/received`, {})
}

/** Drawing very many codes takes longer than an answer may: then the server says how far it is. */
async function askUntilOpen(
  office: Office,
  election: string,
  codes: Readonly<Record<string, number>>,
): Promise<unknown> {
  const total = Object.values(codes).reduce((sum, count) => sum + count, 0)
  for (;;) {
    const { status, body } = await askOffice(office, `/elections/${election}/open`, { codes })
    if (status !== 202) return body
    const drawn = typeof body === 'object' && body !== null && 'drawn' in body ? Number(body.drawn) : 0
    console.error(`Drawing voting codes: ${drawn} of ${total} …`)
  }
}

function readOpened(answer: unknown) {
  try {
    return opened(answer, 'answer')
  } catch (error) {
    if (error instanceof ProtocolError)
      throw new CommandFailure(`The server answered something else: ${error.detail}`)
    throw error
  }
}

/** Whoever reads the file can vote: it is the officer's alone. */
async function saveCodes(file: string, lines: readonly string[]): Promise<void> {
  try {
    await writeFile(file, `group,code\n${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx', flush: true })
    console.log(`${lines.length} voting codes are in ${file}, and nowhere else.`)
  } catch {
    throw new CommandFailure(
      `${file} could not be written. No code is lost: run the same command again with another --out.`,
    )
  }
}
