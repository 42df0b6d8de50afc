import { describe, expect, it } from 'vitest'
import { OptionsError, parseOptions } from './options.ts'

describe('the options of a simulation', () => {
  it('start a server of their own for a hundred voters', () => {
    expect(parseOptions([], {})).toEqual({
      electorate: { kind: 'club', voters: 100 },
      concurrency: 64,
      office: undefined,
      json: false,
    })
  })

  it('name another server', () => {
    const typed = ['--voters', '7', '--url', 'http://localhost:1/', '--secret', '-abc', '--json']
    expect(parseOptions(typed, {})).toMatchObject({
      electorate: { kind: 'club', voters: 7 },
      office: { origin: 'http://localhost:1', secret: '-abc' },
      json: true,
    })
  })

  it.each([
    ['no voters', ['--voters', '0'], '--voters is "0"'],
    ['a number that is none', ['--voters', 'many'], '--voters is "many"'],
    ['voters and ballots', ['--voters', '1', '--ballots', 'x.csv'], 'not both'],
    ['a server without its secret', ['--url', 'http://localhost:1'], 'console secret'],
    ['a server that is no address', ['--url', 'localhost'], '--url is "localhost"'],
    ['an unknown option', ['--speed', '9'], "Unknown option '--speed'"],
  ])('are refused with %s', (_what, argv, line) => {
    expect(() => parseOptions(argv, {})).toThrow(OptionsError)
    expect(() => parseOptions(argv, {})).toThrow(line)
  })
})
