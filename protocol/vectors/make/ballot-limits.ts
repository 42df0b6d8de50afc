import type { RefusalCode } from '#protocol/errors'
import { SEED, body, readdressed } from '../material/ballot.ts'
import { expand } from '../material/repeat.ts'
import type { Vector } from '../material/vector.ts'
import { anyCanonical, set, signAny } from '../material/vector.ts'

const MOST_BYTES = 32_768
const LONG = `${'o'.repeat(58)}$`
/** `"…",` in a ballot. */
const BYTES_OF_CHOICE = 66

/** Each limit of a ballot from both sides. Just within, it is the unknown option or the credential that is refused. */
export function ballotLimits(): Vector[] {
  const missing = MOST_BYTES - bytesOf(chosen([LONG], ['y', 'z']), 1)
  const count = 1 + Math.floor(missing / BYTES_OF_CHOICE)
  const rest = missing % BYTES_OF_CHOICE
  const half = Math.floor(rest / 2)
  const padding = (more: number): string[] => ['y'.repeat(1 + half), 'z'.repeat(1 + rest - half + more)]
  const choices = ['votes', 'chair']
  const signatures = ['credential', 'signatures']
  return [
    repeated('limit: 32768 bytes', 'unknown-option', chosen([LONG], padding(0)), choices, count),
    repeated('limit: 32769 bytes', 'too-large', chosen([LONG], padding(1)), choices, count),
    repeated('limit: a thousand choices', 'unknown-option', chosen(['o$'], []), choices, 1000),
    repeated('limit: a thousand choices and one', 'malformed', chosen(['o$'], []), choices, 1001),
    repeated('limit: 15 registrar signatures', 'bad-credential', body, signatures, 15),
    repeated('limit: 16 registrar signatures', 'malformed', body, signatures, 16),
  ]
}

function chosen(chair: string[], board: string[]): object {
  return set(set(body, ['votes', 'chair'], chair), ['votes', 'board'], board)
}

function bytesOf(content: object, count: number): number {
  const whole = expand(content, [{ path: ['votes', 'chair'], count }])
  return anyCanonical({ body: whole, signature: 'A'.repeat(86) }).length
}

function repeated(name: string, error: RefusalCode, content: object, path: string[], count: number): Vector {
  const whole = expand(content, [{ path, count }])
  const signature = signAny('ballot', whole, SEED)
  const document = { ...readdressed({ body: whole, signature }), body: content }
  return { name, manifest: 'board', document, repeat: [{ path: ['body', ...path], count }], error }
}
