import { describe, expect, it } from 'vitest'
import { ballotsOf, readText, refusalOf } from '../testing/read-text.ts'

const position = { '@type': 'CVR.SelectionPosition', HasIndication: 'yes', NumberVotes: 1 }

function mark(id: string | undefined, position_: object = {}, selection: object = {}): object {
  return {
    ...(id === undefined ? {} : { ContestSelectionId: id }),
    ...selection,
    SelectionPosition: [{ ...position, ...position_ }],
  }
}

function record(marks: readonly object[], contest = 'mayor'): object {
  return {
    '@type': 'CVR.CVR',
    ElectionId: 'e',
    CurrentSnapshotId: 's',
    CVRSnapshot: [
      {
        '@id': 'old',
        Type: 'original',
        CVRContest: [{ ContestId: contest, CVRContestSelection: [mark('a')] }],
      },
      { '@id': 's', Type: 'modified', CVRContest: [{ ContestId: contest, CVRContestSelection: marks }] },
    ],
  }
}

const selections = ['a', 'b', 'c'].map((id) => ({ '@id': id, CandidateIds: [`candidate ${id}`] }))
const mayor = { '@id': 'mayor', Name: 'The mayor', ContestSelection: selections }
const candidates = [
  { '@id': 'candidate a', Name: 'Ada "the first"' },
  { '@id': 'candidate b', Name: 'Bob' },
  { '@id': 'candidate c', Name: '蘇業' },
]

function report(records: readonly unknown[], contests: readonly object[] = [mayor]): string {
  return JSON.stringify({
    '@type': 'CVR.CastVoteRecordReport',
    CVR: records,
    Election: [{ '@id': 'e', Candidate: candidates, Contest: contests }],
  })
}

describe('a CVR report', () => {
  it('has records before the definition of their contest, and counts the current snapshot', () => {
    const { format, title, profile, variation } = readText(report([record([mark('b'), mark('c')])]))
    expect([format, title, variation]).toEqual(['cvr', 'The mayor', undefined])
    expect(profile.candidates).toEqual(['Ada "the first"', 'Bob', '蘇業'])
    expect(ballotsOf(profile)).toEqual(['1: Bob=蘇業'])
  })

  it('has ranks, at the position or at the selection, with gaps and overvotes', () => {
    const records = [
      record([mark('c', { Rank: 1 }), mark('a', { Rank: 3 })]),
      record([mark('b', {}, { Rank: 2 }), mark('c', {}, { Rank: 2 })]),
    ]
    expect(ballotsOf(readText(report(records)).profile)).toEqual(['1: >Bob=蘇業', '1: 蘇業>>Ada "the first"'])
  })

  it('leaves out what is not marked, not allocable, or no vote', () => {
    const marks = [
      mark('a', { HasIndication: 'no' }),
      mark('b', { IsAllocable: 'no' }),
      mark('c', { NumberVotes: 0 }),
    ]
    expect(ballotsOf(readText(report([record(marks)])).profile)).toEqual(['1: '])
  })

  it('has votes of weight, and scores where these are wanted', () => {
    const text = report([record([mark('a', { NumberVotes: 4 }), mark('b', { NumberVotes: 4 })])])
    expect(ballotsOf(readText(text).profile)).toEqual(['4: Ada "the first"=Bob'])
    expect(ballotsOf(readText(text, 'scores').profile)).toEqual(['1: Ada "the first"/4,Bob/4'])
  })

  it('has write-ins that nobody assigned as one candidate, and measures by their selection', () => {
    const measure = {
      ...mayor,
      ContestSelection: [
        { '@id': 'a', Selection: 'Yes' },
        { '@id': 'b', Selection: 'No' },
      ],
    }
    const { profile } = readText(report([record([mark(undefined)]), record([mark('b')])], [measure]))
    expect(profile.candidates).toEqual(['Yes', 'No', 'Write-in'])
    expect(ballotsOf(profile)).toEqual(['1: No', '1: Write-in'])
  })

  it('may hold several contests, of which one is counted', () => {
    const text = report(
      [record([mark('b')]), record([mark('a')], 'board')],
      [mayor, { ...mayor, '@id': 'board', Name: 'Board', NumberElected: 2, VoteVariation: 'rcv' }],
    )
    for (const contest of ['board', 'Board']) {
      const { profile, variation } = readText(text, 'ranks', { contest })
      expect([profile.seats, variation]).toEqual([2, 'rcv'])
      expect(ballotsOf(profile)).toEqual(['1: Ada "the first"'])
    }
    expect(refusalOf(text)).toEqual({
      code: 'contest',
      place: '$.Election',
      reason: 'say by its id which contest to count: mayor (The mayor), board (Board).',
    })
  })
})

const one = record([mark('a')])
const bad: [what: string, text: string, code: string, path: string, reason: string][] = [
  ['a list around it', '[1]', 'syntax', '$', '"{" is expected, and not "[".'],
  ['nothing in it', '{}', 'unsuitable', '$.CVR', 'the report has no cast vote records.'],
  [
    'another type',
    '{"@type":"ElectionReport","CVR":[],"Election":[]}',
    'unsuitable',
    '$["@type"]',
    'this is no CVR.CastVoteRecordReport.',
  ],
  ['no definition', '{"CVR":[]}', 'syntax', '$.Election', 'a list is expected.'],
  [
    'its end missing',
    report([one]).slice(0, -1),
    'syntax',
    '$.Election',
    'the file ends before its last brace.',
  ],
  [
    'its end missing in a record',
    report([one, one]).slice(0, report([one]).indexOf('"Election"')),
    'syntax',
    '$.CVR[1]',
    'the file ends within a value.',
  ],
  [
    'more after its end',
    `${report([one])}{`,
    'syntax',
    '$',
    'nothing comes after the last brace, and not "{".',
  ],
  ['records twice', '{"CVR":[],"CVR":[]}', 'syntax', '$', '"CVR" is there twice.'],
  ['a record that is no JSON', '{"CVR":[{"a":}]}', 'syntax', '$.CVR[0]', 'this is no JSON.'],
  ['a comma too many', '{"CVR":[1,]}', 'syntax', '$.CVR[0]', 'an object is expected.'],
  [
    'a word between records',
    '{"CVR":[{"CVRSnapshot":[{}]} {}]}',
    'syntax',
    '$.CVR[1]',
    '"," or "]" is expected, and not "{".',
  ],
  [
    'too many levels',
    `{"CVR":[${'['.repeat(65)}${']'.repeat(65)}]}`,
    'syntax',
    '$.CVR[0]',
    'the value is nested too deeply.',
  ],
  ['a record without snapshots', report([{}]), 'syntax', '$.CVR[0].CVRSnapshot', 'a list is expected.'],
  [
    'an absent snapshot',
    report([{ ...one, CurrentSnapshotId: 'x' }]),
    'mismatch',
    '$.CVR[0].CurrentSnapshotId',
    'there is no such snapshot.',
  ],
  [
    'a rank of 0',
    report([one, record([mark('a', { Rank: 0 })])]),
    'syntax',
    '$.CVR[1].CVRSnapshot[1].CVRContest[0].CVRContestSelection[0].SelectionPosition[0].Rank',
    'ranks begin at 1.',
  ],
  [
    'a rank in words',
    report([record([mark('a', { Rank: 'first' })])]),
    'syntax',
    '$.CVR[0].CVRSnapshot[1].CVRContest[0].CVRContestSelection[0].SelectionPosition[0].Rank',
    'a whole number from 0 to 1000 is expected.',
  ],
  [
    'no indication',
    report([record([mark('a', { HasIndication: true })])]),
    'syntax',
    '$.CVR[0].CVRSnapshot[1].CVRContest[0].CVRContestSelection[0].SelectionPosition[0].HasIndication',
    'a text is expected.',
  ],
  [
    'an indication of its own',
    report([record([mark('a', { HasIndication: 'maybe' })])]),
    'syntax',
    '$.CVR[0].CVRSnapshot[1].CVRContest[0].CVRContestSelection[0].SelectionPosition[0].HasIndication',
    'yes, no or unknown is expected.',
  ],
  [
    'an unknown selection',
    report([one, record([mark('x')])]),
    'candidate',
    '$.CVR[1].CVRSnapshot[1].CVRContest[0].CVRContestSelection[0].ContestSelectionId',
    'contest "mayor" has no such selection.',
  ],
  [
    'an unknown contest',
    report([record([mark('a')], 'x')]),
    'contest',
    '$.Election',
    'contest "x" is not defined.',
  ],
  [
    'marks with and without ranks',
    report([record([mark('a', { Rank: 1 }), mark('b')])]),
    'mismatch',
    '$.CVR[0].CVRSnapshot[1].CVRContest[0]',
    'some marks have a rank, and others have none.',
  ],
  [
    'votes to accumulate',
    report([record([mark('a', { NumberVotes: 2 }), mark('b')])]),
    'unsuitable',
    '$.CVR[0].CVRSnapshot[1].CVRContest[0]',
    'marks of different NumberVotes are scores, or votes to accumulate.',
  ],
  [
    'two selections of one name',
    report(
      [one],
      [
        {
          ...mayor,
          ContestSelection: [
            { '@id': 'a', Selection: 'A' },
            { '@id': 'b', Selection: 'A' },
          ],
        },
      ],
    ),
    'candidate',
    '$.Election[0].Contest[0].ContestSelection[1]',
    'two candidates have the name "A".',
  ],
  [
    'a candidate without a name',
    report([one], [{ ...mayor, ContestSelection: [{ '@id': 'a', CandidateIds: ['z'] }] }]),
    'candidate',
    '$.Election[0].Contest[0].ContestSelection[0].CandidateIds',
    'there is no named candidate "z".',
  ],
  [
    'more seats than candidates',
    report([one], [{ ...mayor, NumberElected: 4 }]),
    'mismatch',
    '$.Election[0].Contest[0]',
    '3 candidates cannot take 4 seats.',
  ],
  ['no contest', report([], []), 'contest', '$.Election', 'no contest is defined.'],
]

describe('a CVR report is refused at its path', () => {
  it.each(bad)('with %s', (_what, text, code, place, reason) => {
    expect(refusalOf(text)).toEqual({ code, place, reason })
  })
})
