import type { RefusalCode } from '#protocol/errors'
import type { Ballot } from '#protocol/formats/ballot'
import { signBallot } from '#protocol/formats/ballot'
import { SEED, body, changed, coopBallot, derived, good, refused, signed } from '../material/ballot.ts'
import { club } from '../material/club.ts'
import { board, boardBallot, boardVotes, coop } from '../material/election.ts'
import { misspell } from '../material/misspelled.ts'
import { REPEAT } from '../material/repeat.ts'
import type { Vector, VectorFile } from '../material/vector.ts'
import { set, without } from '../material/vector.ts'
import { ballotForgeries } from './ballot-forgeries.ts'
import { ballotLimits } from './ballot-limits.ts'
import { ballotMethods } from './ballot-methods.ts'

export function makeBallots(): VectorFile {
  return {
    kind: 'ballot',
    about:
      'A ballot document, checked by itself and against its manifest. The clock and other ballots play no part. ' +
      REPEAT,
    manifests: { board, coop, club },
    vectors: [
      ...valid(),
      ...shapes(),
      ...votes(),
      ...sequences(),
      ...ballotMethods(),
      ...ballotLimits(),
      ...precedence(),
      ...ballotForgeries(),
      ...texts(),
      ...misspell(good).map((item) => ({ ...item, manifest: 'board' })),
    ],
  }
}

function valid(): Vector[] {
  const blank = { chair: [], board: [], rules: [] }
  const owners = coopBallot('constructor', ['alpha', 'beta'], { constructor: ['constructor'] })
  const members = coopBallot('members', ['beta', 'gamma'], { constructor: ['no', 'wait'], site: ['hill'] })
  return [
    accepted('a ballot', good),
    accepted('blank', signBallot(boardBallot('voter 1', blank), SEED)),
    accepted('partly blank', signBallot(boardBallot('voter 1', { ...boardVotes, board: [] }), SEED)),
    accepted(
      'every choice',
      signBallot(boardBallot('voter 1', { ...boardVotes, rules: ['change', 'keep', 'merge'] }), SEED),
    ),
    accepted('a change of mind', signBallot(boardBallot('voter 1', boardVotes, 1), SEED)),
    accepted('the last sequence', signBallot(boardBallot('voter 1', boardVotes, 99), SEED)),
    accepted('the revision of the database', { ...good, _rev: '1-abc' }),
    accepted('ids that every object inherits', signBallot(owners, SEED), 'coop'),
    accepted('two registrars of three', signBallot(members, SEED), 'coop'),
  ]
}

function shapes(): Vector[] {
  const many = Array.from({ length: 540 }, (_, index) => `${'a'.repeat(59)}${String(index).padStart(4, '0')}`)
  return [
    refused('not an object', 'malformed', 'ballot'),
    refused('null', 'malformed', null),
    refused('a list', 'malformed', [good]),
    refused('no body', 'malformed', without(good, ['body'])),
    refused('no _id', 'malformed', without(good, ['_id'])),
    refused('an unknown member beside the body', 'malformed', { ...good, _deleted: false }),
    refused('attachments', 'malformed', { ...good, _attachments: {} }),
    changed('an unknown member of the body', 'malformed', ['at'], '2026-05-02T10:00:00Z'),
    changed('an unknown member of the credential', 'malformed', ['credential', 'name'], 'Ada'),
    changed('an unknown member of a signature', 'malformed', ['credential', 'signatures', 0, 'salt'], ''),
    changed('another format version', 'malformed', ['v'], 2),
    changed('the version as a string', 'malformed', ['v'], '1'),
    changed('sealed votes', 'unsupported', ['sealed'], { scheme: 'x', enc: '', ct: '' }),
    changed('over 32768 bytes', 'too-large', ['votes', 'chair'], many),
    changed('an election in capitals', 'malformed', ['election'], 'Board-2026'),
  ]
}

function votes(): Vector[] {
  return [
    changed('choices out of order', 'malformed', ['votes', 'board'], ['eva', 'cem']),
    changed('a choice twice', 'malformed', ['votes', 'board'], ['cem', 'cem']),
    changed('too many choices', 'overvote', ['votes', 'chair'], ['ada', 'bob']),
    changed('an unknown option', 'unknown-option', ['votes', 'chair'], ['zoe']),
    changed('an option of another contest', 'unknown-option', ['votes', 'chair'], ['cem']),
    changed('an option that every object has', 'unknown-option', ['votes', 'chair'], ['constructor']),
    changed('an option that no id can be', 'malformed', ['votes', 'chair'], ['__proto__']),
    changed('an option in capitals', 'malformed', ['votes', 'chair'], ['Ada']),
    changed('an option with a line break', 'malformed', ['votes', 'chair'], ['ada\n']),
    changed('an option with a NUL', 'malformed', ['votes', 'chair'], ['ada\u0000']),
    changed('an option of letters that look alike', 'malformed', ['votes', 'chair'], ['аda']),
    changed('an unknown contest', 'malformed', ['votes', 'treasurer'], []),
    changed('a contest that every object has', 'malformed', ['votes', 'constructor'], []),
    refused('a contest left out', 'malformed', signed(without(body, ['votes', 'rules']))),
    refused('a contest left out that every object has', 'malformed', coopWithout(), 'coop'),
    refused('the contest of another group', 'malformed', coopBeyond(), 'coop'),
    changed('a choice that is not a list', 'malformed', ['votes', 'chair'], 'ada'),
    changed('a choice that is null', 'malformed', ['votes', 'chair'], null),
    changed('scores', 'malformed', ['votes', 'chair'], { ada: 1 }),
    changed('equals', 'malformed', ['votes', 'board'], [['cem', 'dia']]),
    changed('votes as a list', 'malformed', ['votes'], [['ada']]),
  ]
}

function sequences(): Vector[] {
  const recast = { ...coopBallot('members', ['alpha', 'beta'], { constructor: [], site: [] }), sequence: 1 }
  return [
    changed('the hundredth change of mind', 'bad-sequence', ['sequence'], 100),
    changed('a negative sequence', 'bad-sequence', ['sequence'], -1),
    refused('a second ballot where one is all', 'bad-sequence', signBallot(recast, SEED), 'coop'),
    refused('a sequence with a fraction', 'malformed', set(good, ['body', 'sequence'], 0.5)),
    changed('a sequence as a string', 'malformed', ['sequence'], '0'),
    refused('no sequence', 'malformed', signed(without(body, ['sequence']))),
  ]
}

/** The code does not depend on the order in which the members are written. */
function precedence(): Vector[] {
  const both = set(set(body, ['sequence'], 100), ['votes', 'chair'], 'ada')
  const late = set(set(body, ['sequence'], 100), ['credential', 'key'], '')
  const { credential, sequence, votes: chosen, ...header } = both
  return [
    refused('a bad sequence before bad votes', 'bad-sequence', signed(both)),
    refused(
      'bad votes written first',
      'bad-sequence',
      signed({ votes: chosen, sequence, credential, ...header }),
    ),
    refused('a bad credential before a bad sequence', 'malformed', signed(late)),
    refused('an unknown member before a bad sequence', 'malformed', signed({ ...both, at: 0 })),
    refused('a bad sequence before a bad signature', 'bad-sequence', set(signed(both), ['signature'], '')),
    refused('sealed votes before everything else', 'unsupported', { body: { sealed: 1 } }),
    refused(
      'a wrong address before another election',
      'bad-address',
      set(good, ['body', 'election'], 'coop-2026'),
    ),
    refused('limit: a wrong _id of 60 characters', 'bad-address', { ...good, _id: 'x'.repeat(60) }),
    refused('limit: a wrong _id of 61 characters', 'malformed', { ...good, _id: 'x'.repeat(61) }),
    refused('a bad sequence before a bad revision', 'bad-sequence', { ...(signed(both) as object), _rev: 1 }),
    refused('an overvote before a bad credential', 'overvote', doubleFault()),
  ]
}

function doubleFault(): unknown {
  const overvote = set(body, ['votes', 'chair'], ['ada', 'bob'])
  return signed(set(overvote, ['credential', 'signatures', 0, 'registrar'], 'other'))
}

function texts(): Vector[] {
  const json = JSON.stringify(good)
  const text = (name: string, from: string, to: string, error: RefusalCode = 'malformed'): Vector => {
    if (!json.includes(from)) throw new RangeError(`no ${from} in the ballot`)
    return { name, manifest: 'board', text: json.replace(from, to), error }
  }
  return [
    {
      name: 'white space and escapes',
      manifest: 'board',
      text: JSON.stringify(good, null, 2).replace('"ada"', '"\\u0061da"'),
      valid: true,
      expected: derived(good),
    },
    text('the votes twice', '"votes":', '"votes":{"chair":["bob"],"board":[],"rules":[]},"votes":'),
    text('a contest twice', '"chair":["ada"]', '"chair":["bob"],"chair":["ada"]'),
    text('a contest twice, once escaped', '"chair":["ada"]', '"\\u0063hair":["bob"],"chair":["ada"]'),
    text('the body twice', '"body":', '"body":{},"body":'),
    text('a member __proto__', '"sequence":0', '"sequence":0,"__proto__":{"x":1}'),
    text('a contest __proto__', '"chair":["ada"]', '"chair":["ada"],"__proto__":[]'),
    text('votes through __proto__', '"votes":{', '"votes":{"__proto__":{"chair":["bob"]},'),
    text('a lone surrogate', '"ada"', '"ada\\ud800"'),
    text('minus zero', '"sequence":0', '"sequence":-0'),
    text('zero with a point', '"sequence":0', '"sequence":0.0'),
    text('zero with an exponent', '"sequence":0', '"sequence":0e5'),
    text('an integer that rounds', '"sequence":0', '"sequence":9007199254740993'),
    text('null', '"sequence":0', '"sequence":null'),
    text('a comment', '"sequence":0', '"sequence":0/* */'),
    text('a comma at the end', '"sequence":0', '"sequence":0,'),
  ]
}

function coopWithout(): unknown {
  return signed({ ...coopBallot('members', ['alpha', 'beta'], { site: [] }) })
}

function coopBeyond(): unknown {
  return signed({ ...coopBallot('constructor', ['alpha', 'beta'], { constructor: [], site: [] }) })
}

function accepted(name: string, document: Ballot & { _rev?: string }, manifest = 'board'): Vector {
  return { name, manifest, document, valid: true, expected: derived(document) }
}
