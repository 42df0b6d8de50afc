import { boardBody } from '../material/election.ts'
import { sided } from '../material/manifest.ts'
import { expand } from '../material/repeat.ts'
import type { Vector } from '../material/vector.ts'
import { anyCanonical, set } from '../material/vector.ts'

const MOST_BYTES = 32_768
/** `"…",` in a ballot. */
const BYTES_OF_OPTION = 65
const option = { id: `${'o'.repeat(57)}$`, title: { en: 'x' } }

/** An election whose longest ballot has just the bytes that a ballot may have, and one with one byte more. */
export function largestBallots(): Vector[] {
  const count = 1 + Math.floor((MOST_BYTES - bytesOf(1, 'r')) / BYTES_OF_OPTION)
  const registrar = 'r'.repeat(1 + MOST_BYTES - bytesOf(count, 'r'))
  const repeat = [
    { path: ['contests', 0, 'options'], count },
    { path: ['contests', 0, 'ties'], count },
  ]
  return [
    sided('limit: a longest ballot of 32768 bytes', election(count, registrar), true, repeat),
    sided('limit: a longest ballot of 32769 bytes', election(count, `${registrar}r`), 'too-large', repeat),
    sided(
      'limit: a longest ballot of 32769 bytes in one of two groups',
      withAnotherGroup(election(count, `${registrar}r`)),
      'too-large',
      repeat,
    ),
  ]
}

function election(maxSelections: number, registrar: string): object {
  const [chair] = boardBody.contests
  const contest = { ...chair, method: 'approval', maxSelections, options: [option], ties: [option.id] }
  return set(set(boardBody, ['contests', 0], contest), ['registrars', 0, 'id'], registrar)
}

function withAnotherGroup(body: object): object {
  const modulus = boardBody.registrars[0]?.keys['all'] ?? ''
  const groups = [{ id: 'few', weight: 1, contests: ['rules'] }, ...boardBody.groups]
  return set(
    { ...body, groups },
    ['registrars', 0, 'keys', 'few'],
    `${modulus.slice(0, 9)}x${modulus.slice(10)}`,
  )
}

/** The length of a ballot with the first `count` options and the longest of the other contests. */
function bytesOf(count: number, registrar: string): number {
  const votes = { chair: [option.id], board: ['eva', 'finn'], rules: ['change', 'keep', 'merge'] }
  const signatures = [{ registrar, signature: 'A'.repeat(342) }]
  const credential = { group: 'all', key: 'A'.repeat(43), signatures }
  const header = { v: 1, election: boardBody.election, manifest: 'A'.repeat(43) }
  const body = { ...header, credential, sequence: 99, votes }
  const ballot = { body, signature: 'A'.repeat(86) }
  return anyCanonical(expand(ballot, [{ path: ['body', 'votes', 'chair'], count }])).length
}
