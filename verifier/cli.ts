import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { ProtocolError } from '#protocol/errors'
import { NotABundle } from './bundle.ts'
import { openProgress } from './progress.ts'
import { describeReport, reportJson } from './report.ts'
import { openSource, readKept } from './source.ts'
import { Unreachable } from './unreachable.ts'
import { NotEvidence, verifyBundle } from './verify.ts'

const OPTIONS = {
  'manifest-hash': { type: 'string' },
  evidence: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
} as const

const VERIFIED = 0
const REFUTED = 1
const COULD_NOT_RUN = 2

/** What was typed is no command. */
class Mistyped extends Error {}

const COULD_NOT = [NotABundle, NotEvidence, Unreachable, Mistyped]

type Arguments = ReturnType<typeof readArguments>

/** `urna verify`. @returns 0 verified, 1 refuted, 2 it could not be judged. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    return await verify(readArguments(argv))
  } catch (error) {
    if (error instanceof ProtocolError) {
      console.error(`refuted: the manifest: ${error.code}: ${error.detail}`)
      return REFUTED
    }
    // What nobody foresaw is told with its place, and says nothing of the election: 1 would be a verdict.
    const isForeseen = error instanceof Error && COULD_NOT.some((kind) => error instanceof kind)
    console.error(isForeseen ? error.message : error)
    return COULD_NOT_RUN
  }
}

async function verify({ place, json, evidence, ...given }: Arguments): Promise<number> {
  const kept = await Promise.all(evidence.map(readKept))
  const source = await openSource(place)
  const manifestHash = given.manifestHash ?? source.manifestHash
  const progress = openProgress(process.stderr)
  const onBallot = progress.advance
  const report = await verifyBundle(source.chunks, {
    manifestHash,
    evidence: kept,
    beside: source.beside,
    now: new Date(),
    onBallot,
    threads: availableParallelism(),
  })
  progress.end()
  const isTrusted = manifestHash !== undefined
  console.log(json ? reportJson(report, isTrusted) : describeReport(report, isTrusted))
  return report.faultCount === 0 ? VERIFIED : REFUTED
}

function readArguments(argv: readonly string[]) {
  const { values, positionals } = parse(argv)
  const [place, ...rest] = positionals
  if (place === undefined || rest.length > 0)
    throw new Mistyped('Give one bundle, - for standard input, a join link, or the address of an election.')
  const manifestHash = values['manifest-hash']
  if (manifestHash !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(manifestHash))
    throw new Mistyped('--manifest-hash must be the 43 letters and digits at the end of a join link.')
  return { place, manifestHash, json: values.json, evidence: values.evidence ?? [] }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: joinHash(argv), options: OPTIONS, allowPositionals: true })
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split(/\.? To specify|\n/)
    throw new Mistyped(line)
  }
}

/** A hash may begin with a hyphen, which would be read as the next option. */
function joinHash(argv: readonly string[]): string[] {
  const at = argv.indexOf('--manifest-hash')
  const value = argv[at + 1]
  return at < 0 || value === undefined ? [...argv] : argv.toSpliced(at, 2, `--manifest-hash=${value}`)
}
