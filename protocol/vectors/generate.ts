import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { decideAll } from './hostile/decide.ts'
import type { VectorFile } from './material/vector.ts'
import { makeAmendments } from './make/amendment.ts'
import { makeBallots } from './make/ballot.ts'
import { makeCheckpoints } from './make/checkpoint.ts'
import { makeCloses } from './make/close.ts'
import { makeCredentials } from './make/credential.ts'
import { makeEd25519 } from './make/ed25519.ts'
import { makeBase64url, makeJson } from './make/encodings.ts'
import { makeEvidence } from './make/evidence.ts'
import { makeIssuances } from './make/issuance.ts'
import { makeLogs } from './make/log.ts'
import { makeManifests } from './make/manifest.ts'
import { makePss } from './make/pss.ts'
import { makeReceipts } from './make/receipt.ts'
import { makeResults } from './make/result.ts'
import { makeRfc6962 } from './make/rfc6962.ts'
import { makeTallies } from './make/tally.ts'
import { makeTlogProofs } from './make/tlog-proof.ts'

const MAKERS = [
  makeAmendments,
  makeBallots,
  makeBase64url,
  makeCheckpoints,
  makeCloses,
  makeCredentials,
  makeEd25519,
  makeEvidence,
  makeIssuances,
  makeJson,
  makeLogs,
  makeManifests,
  makePss,
  makeReceipts,
  makeResults,
  makeRfc6962,
  makeTallies,
  makeTlogProofs,
]

/** Every vector file by name, as text: the same bytes in every run, so that a changed format shows as a changed file. */
export function generateVectors(): ReadonlyMap<string, string> {
  return new Map(MAKERS.map((make) => make()).map((file) => [`${file.kind}.json`, spell(file)]))
}

/** One vector a line, so that a change reads as one. Surrogates that stand alone stay escaped. */
function spell({ kind, about, manifests, vectors }: VectorFile): string {
  const head = JSON.stringify({ kind, about, manifests }, null, 1).slice(0, -2)
  const lines = vectors.map((vector) => `  ${JSON.stringify(vector)}`)
  return `${head},\n "vectors": [\n${lines.join(',\n')}\n ]\n}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of generateVectors()) writeFileSync(new URL(name, import.meta.url), text)
  writeFileSync(new URL('hostile/verdicts.json', import.meta.url), decideAll())
}
