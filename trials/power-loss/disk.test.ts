import { describe, expect, it } from 'vitest'
import type { Loss } from './disk.ts'
import { Disk } from './disk.ts'
import { Promises } from './promises.ts'
import type { SystemCall, TraceEvent } from './system-calls.ts'
import { readTrace } from './system-calls.ts'

const open = (path: string): SystemCall => ({ kind: 'open', path, creates: true, truncates: true })
const write = (path: string, text: string): SystemCall => ({ kind: 'write', path, bytes: Buffer.from(text) })
const sync = (path: string): SystemCall => ({ kind: 'sync', path })
const rename = (from: string, to: string): SystemCall => ({ kind: 'rename', from, to })

function after(loss: Loss, calls: readonly SystemCall[], kept = 0.5): Record<string, string> {
  const disk = new Disk('/d')
  for (const call of calls) for (const phase of ['begin', 'end'] as const) disk.apply({ phase, call })
  return Object.fromEntries([...disk.cut(loss, kept)].map(([path, bytes]) => [path, bytes.toString()]))
}

describe('after a power cut', () => {
  const half = [open('/d/a'), write('/d/a', 'one'), sync('/d/a'), write('/d/a', 'two!')]

  it('a file ends where its last sync began', () => {
    expect(after('all', half)).toEqual({ a: 'one' })
    expect(after('bytes', half)).toEqual({ a: 'one' })
    expect(after('torn', half)).toEqual({ a: 'onetw' })
  })

  it('a file that was never synced is gone, or empty', () => {
    expect(after('all', [open('/d/a'), write('/d/a', 'one')])).toEqual({})
    expect(after('bytes', [open('/d/a'), write('/d/a', 'one')])).toEqual({ a: '' })
  })

  it('a new name counts once its folder was synced', () => {
    const renamed = [...half, rename('/d/a', '/d/b')]
    expect(after('all', renamed)).toEqual({ a: 'one' })
    expect(after('bytes', renamed)).toEqual({ b: 'one' })
    expect(after('all', [...renamed, sync('/d')])).toEqual({ b: 'one' })
  })

  it('a file that was removed is there until its folder was synced', () => {
    const removed: SystemCall[] = [...half, { kind: 'unlink', path: '/d/a' }]
    expect(after('all', removed)).toEqual({ a: 'one' })
    expect(after('all', [...removed, sync('/d')])).toEqual({})
  })

  it('a folder that was renamed takes its files along', () => {
    const calls = [open('/d/x/a'), write('/d/x/a', 'one'), sync('/d/x/a'), rename('/d/x', '/d/y')]
    expect(after('bytes', calls)).toEqual({ 'y/a': 'one' })
  })

  it('what is written while a sync runs is not covered by it', () => {
    const disk = new Disk('/d')
    const events: TraceEvent[] = [
      ...[open('/d/a'), write('/d/a', 'one')].map((call): TraceEvent => ({ phase: 'end', call })),
      { phase: 'begin', call: sync('/d/a') },
      { phase: 'end', call: write('/d/a', 'two') },
      { phase: 'end', call: sync('/d/a') },
    ]
    events.forEach((event) => disk.apply(event))
    expect(disk.cut('all', 0).get('a')?.toString()).toBe('one')
  })
})

describe('a trace', () => {
  const hex = (text: string): string =>
    [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
  const read = async (...lines: string[]): Promise<TraceEvent[]> => {
    const events: TraceEvent[] = []
    for await (const event of readTrace(lines)) events.push(event)
    return events
  }

  it('tells a call that others interrupted when it began and when it ended', async () => {
    const events = await read(
      `7 fdatasync(21<${hex('/d/a')}> <unfinished ...>`,
      `8 write(21<${hex('/d/a')}>, "${hex('x')}", 1) = 1`,
      '7 <... fdatasync resumed>)           = 0',
    )
    expect(events.map(({ phase, call }) => `${phase} ${call.kind}`)).toEqual([
      ...['begin sync', 'begin write', 'end write', 'end sync'],
    ])
  })

  it('leaves out what failed, and tells files from sockets', async () => {
    expect(await read(`7 unlink("${hex('/d/a')}") = -1 ENOENT (No such file or directory)`)).toEqual([])
    const [sent] = await read(
      `7 writev(9<${hex('socket:[1]')}>, [{iov_base="${hex('a')}", iov_len=1}, {iov_base="${hex('b')}", iov_len=1}], 2) = 2`,
    )
    expect(sent?.call).toEqual({ kind: 'send', bytes: Buffer.from('ab') })
  })
})

it('a promise is a receipt, a credential or a signed log, and nothing that the engine says', () => {
  const promises = new Promises()
  const id = `ballot:${'a'.repeat(43)}`
  expect(promises.listen(Buffer.from(`[{"ok":true,"id":"${id}","rev":"1-a"}]`))).toBe(false)
  expect(promises.listen(Buffer.from(`[{"ok":true,"id":"${id}","rev":"1-a","receipt":{}}]`))).toBe(true)
  expect(promises.listen(Buffer.from('{"blindSignature":"x"}'))).toBe(true)
  promises.listen(Buffer.from(JSON.stringify({ note: `urna/log/v1/e/${'h'.repeat(43)}\n12\nroot\n` })))
  expect(promises).toMatchObject({ ballots: new Set([id]), credentials: 1, signed: 12 })
})
