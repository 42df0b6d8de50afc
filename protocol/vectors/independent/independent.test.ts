import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { grow, head, honest, honestBatches, publish } from '../../../verifier/testing/finished-election.ts'
import { BY_SPELLING, BY_STRANGERS, BY_THE_OFFICE } from '../../../verifier/testing/tamperings.ts'
import { toText } from '../../../verifier/testing/verify-documents.ts'
import { asVectors } from '../hostile/decide.ts'
import { boardHash, coopHash } from '../material/election.ts'

const here = import.meta.dirname
const vectors = path.join(here, '..')
const hasPython = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0
if (!hasPython) console.warn('The second verifier is not tried: there is no python3 of 3.9 or later.')

const bundles = [
  { what: 'was honest', text: () => toText(publish(honest)), refuted: undefined },
  ...[...BY_STRANGERS, ...BY_THE_OFFICE, ...BY_SPELLING],
].map((bundle, index) => ({ ...bundle, file: `${index}.jsonl` }))

describe.runIf(hasPython)('a second verifier, in Python', () => {
  let verdicts: ReadonlyMap<string, string>
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'urna-bundles-'))
    for (const { file, text } of bundles) await writeFile(path.join(folder, file), text())
    const files = bundles.map(({ file }) => path.join(folder, file))
    verdicts = byFile((await python('--manifest-hash', boardHash, ...files)).output)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('decides every vector as it says', async () => {
    const files = (await readdir(vectors)).filter((name) => name.endsWith('.json'))
    const { code, output } = await python('--vectors', ...files.map((name) => path.join(vectors, name)))
    expect(output).not.toContain('wrong:')
    expect(output.match(/^[a-z0-9]+\.json: [1-9]\d* accepted, [1-9]\d* refused, 0 wrong$/gm)).toHaveLength(
      files.length,
    )
    expect(code).toBe(0)
  })

  it('decides every signature by a hostile signer as libsodium does', async () => {
    const file = path.join(folder, 'ed25519')
    const vectors = asVectors()
    await writeFile(file, JSON.stringify({ kind: 'ed25519', manifests: {}, vectors }))
    const accepted = vectors.filter((vector) => !('error' in vector)).length
    const refused = vectors.length - accepted
    expect(await python('--vectors', file)).toEqual({
      code: 0,
      output: `ed25519: ${accepted} accepted, ${refused} refused, 0 wrong\n`,
    })
  })

  it('verifies an honest election', () => {
    expect(verdicts.get('0.jsonl')).toMatch(/^manifest .*\n14 ballots of 12 keys in the log\nVERIFIED/)
  })

  it('refutes it under the hash of another, and says so where it was given none', async () => {
    const file = path.join(folder, '0.jsonl')
    const other = await python('--manifest-hash', coopHash, file)
    expect(other).toMatchObject({ code: 1, output: expect.stringMatching(/: wrong-manifest: /) as string })
    const none = await python(file)
    expect(none).toMatchObject({ code: 0, output: expect.stringMatching(/on the word of/) as string })
  })

  it('holds it to what somebody kept', async () => {
    const bundle = path.join(folder, '0.jsonl')
    const keep = async (name: string, content: string): Promise<string[]> => {
      await writeFile(path.join(folder, name), content)
      return ['--manifest-hash', boardHash, '--evidence', path.join(folder, name), bundle]
    }
    const noteOf = (batches: typeof honestBatches): string => head(grow(batches)).note as string
    expect(await python(...(await keep('good', noteOf(honestBatches.slice(0, 1)))))).toMatchObject({
      code: 0,
    })
    const other = await python(...(await keep('other', noteOf(honestBatches.slice(1)))))
    expect([other.code, other.output.startsWith('refuted: other: bad-chain: ')]).toEqual([1, true])
    expect(await python(...(await keep('letter', 'Dear sir\n')))).toMatchObject({ code: 2, output: '' })
  })

  it.each([
    ['breaks off', (text: string) => text.slice(0, -1)],
    ['does not begin with a manifest', (text: string) => text.slice(text.indexOf('\n') + 1)],
    ['is empty', () => ''],
  ])('says nothing of what %s', async (_what, broken) => {
    const file = path.join(folder, 'no-bundle')
    await writeFile(file, broken(toText(publish(honest))))
    expect(await python('--manifest-hash', boardHash, file)).toMatchObject({ code: 2, output: '' })
  })

  it.each(bundles.slice(1))('refutes whoever $what, for the same reason', ({ file, refuted }) => {
    const faults = verdicts.get(file)?.matchAll(/^refuted: ([a-z]+)[^ ]*: ([a-z-]+): /gm) ?? []
    expect([...faults].map(([, kind = '', code = '']) => `${kind}: ${code}`)).toContain(refuted)
    expect(verdicts.get(file)).toContain('REFUTED')
  })
})

/** Ends with 1 where something was refuted, which is no failure here. */
async function python(...given: string[]): Promise<{ code: number; output: string }> {
  const started = promisify(execFile)('python3', [path.join(here, 'verify.py'), ...given])
  const { code, stdout } = await started.then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: unknown) => error as { code: number; stdout: string },
  )
  return { code, output: stdout }
}

/** What it says of several files, each after a line with its name. */
function byFile(output: string): ReadonlyMap<string, string> {
  const parts = output.split(/^== (.*)\n/m).slice(1)
  return new Map(
    parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1] ?? ''] as const] : [])),
  )
}
