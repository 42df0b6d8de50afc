import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startEngine } from '#couchdb/engine'
import type { Promised } from './promises.ts'

const CREDENTIALS = { username: 'urna', password: 'for trials only' }
const AUTHORIZATION = `Basic ${btoa(`${CREDENTIALS.username}:${CREDENTIALS.password}`)}`

type Doc = Readonly<Record<string, unknown>> & { readonly _id: string }

/**
 * Starts the engine on what a power cut has left, and looks for everything that was promised before it.
 *
 * @param image the files of the server's data folder, by path.
 * @returns what is lost, each in a sentence.
 */
export async function findLosses(
  image: ReadonlyMap<string, Buffer>,
  election: string,
  promised: Promised,
): Promise<readonly string[]> {
  const directory = await mkdtemp(join(tmpdir(), 'urna-power-loss-'))
  try {
    await writeImage(directory, image)
    const engine = await startEngine({ directory: join(directory, 'couchdb'), credentials: CREDENTIALS })
    try {
      return [...secretLosses(image), ...(await compare(engine.url, election, promised))]
    } finally {
      await engine.close()
    }
  } catch (error) {
    return [`The engine does not start on what is left: ${String(error)}`]
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function writeImage(directory: string, image: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const [path, bytes] of image) {
    const file = join(directory, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, bytes)
  }
}

/** Without it no stored key of any election can be used again. */
function secretLosses(image: ReadonlyMap<string, Buffer>): string[] {
  return (image.get('secret.key')?.length ?? 0) > 0
    ? []
    : ['The secret that keys are encrypted under is lost.']
}

async function compare(
  url: string,
  election: string,
  { ballots, credentials, signed }: Promised,
): Promise<string[]> {
  const stored = new Set((await readDocs(url, `election-${election}`)).map(({ _id }) => _id))
  const codes = await readDocs(url, `registry-${election}`)
  const seals = await readDocs(url, 'seals')
  const lost = [...ballots].filter((id) => !stored.has(id)).length
  const spent = codes.filter((doc) => doc['issued'] !== undefined).length
  const sealed = Number(seals.find(({ _id }) => _id === `seal:${election}`)?.['size'] ?? 0)
  return [
    ...(lost === 0 ? [] : [`${lost} of ${ballots.size} ballots with a receipt are lost.`]),
    ...(spent >= credentials ? [] : [`${credentials} credentials were given, ${spent} codes are spent.`]),
    ...(sealed >= signed ? [] : [`A log of ${signed} was signed, ${sealed} are sealed.`]),
  ]
}

/** None of a database that is not there. */
async function readDocs(url: string, database: string): Promise<readonly Doc[]> {
  const headers = { authorization: AUTHORIZATION }
  const response = await fetch(`${url}/${database}/_all_docs?include_docs=true`, { headers })
  const { rows = [] } = (await response.json()) as { rows?: { doc: Doc }[] }
  return rows.map(({ doc }) => doc)
}
