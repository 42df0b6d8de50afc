import { readFile } from 'node:fs/promises'
import { ProtocolError } from '#protocol/errors'
import { parseStrictJson } from '#protocol/json'
import { CommandFailure, reportFailure } from './command-failure.ts'
import { askOffice } from './ask-office.ts'
import { readTyped } from './office.ts'
import { openAndHandOut, parseCodeCounts, refuseExisting } from './voting-codes.ts'

const OPTIONS = { codes: { type: 'string' }, out: { type: 'string' }, draft: { type: 'boolean' } } as const

/** `urna create election.json --codes 500`: creates an election on a running server and, unless it is a draft, opens it. */
export function run(argv: readonly string[]): Promise<number> {
  return reportFailure(async () => {
    const {
      office,
      word: file,
      options,
    } = readTyped(argv, 'the file of the election, such as election.json', OPTIONS)
    const definition = await readDefinition(file)
    const isDraft = options['draft'] === true
    const out = typedText(options['out'])
    if (!isDraft) await refuseExisting(out)
    const counts = isDraft ? {} : parseCodeCounts(typedText(options['codes']), definition.groups)
    const { body } = await askOffice(office, '/elections', definition.value)
    const { warnings = [] } = body as { warnings?: readonly string[] }
    for (const warning of warnings) console.error(`Note: ${warning}`)
    if (isDraft)
      console.log(
        `Election ${definition.election} is a draft: open it with "npx urna open ${definition.election}".`,
      )
    else await openAndHandOut(office, definition.election, counts, out)
  })
}

interface Definition {
  readonly value: unknown
  readonly election: string
  readonly groups: readonly string[] | undefined
}

/** Only what this command needs itself is looked at; the server judges the rest and names what is wrong. */
async function readDefinition(file: string): Promise<Definition> {
  const value = parse(file, await readText(file))
  if (
    typeof value !== 'object' ||
    value === null ||
    !('election' in value) ||
    typeof value.election !== 'string'
  )
    throw new CommandFailure(`${file} has no "election", the id of the election such as "board-2026".`)
  const groups: unknown[] = 'groups' in value && Array.isArray(value.groups) ? value.groups : []
  const ids = groups
    .map((group) => (group as { id?: unknown } | null)?.id)
    .filter((id) => typeof id === 'string')
  return { value, election: encodeURIComponent(value.election), groups: ids.length > 0 ? ids : undefined }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new CommandFailure(
      code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${code}).`,
    )
  }
}

function parse(file: string, text: string): unknown {
  try {
    return parseStrictJson(text)
  } catch (error) {
    if (error instanceof ProtocolError) throw new CommandFailure(`${file} cannot be read: ${error.detail}.`)
    throw error
  }
}

function typedText(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
