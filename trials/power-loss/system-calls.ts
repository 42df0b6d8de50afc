import { spawnSync } from 'node:child_process'

/** One system call of a traced process, as far as it touches files or tells somebody something. */
export type SystemCall =
  | { readonly kind: 'open'; readonly path: string; readonly creates: boolean; readonly truncates: boolean }
  | { readonly kind: 'write'; readonly path: string; readonly bytes: Buffer }
  | { readonly kind: 'sync'; readonly path: string }
  | { readonly kind: 'truncate'; readonly path: string; readonly length: number }
  | { readonly kind: 'rename' | 'link'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'send'; readonly bytes: Buffer }

/** A call when it begins and when it has succeeded: between the two, others of the same process happen. */
export interface TraceEvent {
  readonly phase: 'begin' | 'end'
  readonly call: SystemCall
}

/** What `strace` is asked for; `-D` leaves the traced program the child of whoever starts it. */
export function straceCommand(log: string): [string, ...string[]] {
  const calls = [
    ...[
      'openat',
      'write',
      'writev',
      'pwrite64',
      'pwritev',
      'sendmsg',
      'fsync',
      'fdatasync',
      'ftruncate',
      'rename',
    ],
    ...['renameat', 'renameat2', 'link', 'linkat', 'unlink', 'unlinkat'],
  ]
  const what = ['-e', 'signal=none', '-e', `trace=${calls.join()}`]
  return ['strace', '-D', '-f', '--seccomp-bpf', '-y', '-xx', '-s', '10000000', ...what, '-o', log]
}

/** Whether processes can be traced here: `strace` is there, is new enough, and is allowed to. */
export function canTrace(): boolean {
  const probe = [
    '-f',
    '--seccomp-bpf',
    '-y',
    '-e',
    'trace=openat',
    '-o',
    '/dev/null',
    process.execPath,
    '-e',
    '0',
  ]
  return spawnSync('strace', probe, { stdio: 'ignore' }).status === 0
}

const WHOLE = /^(\d+) +(\w+)\((.*)\) += (-?\d+)/
const UNFINISHED = /^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$/
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+)/

/** Reads lines of `strace -f -y -xx`, in which every string is hexadecimal. Calls that failed are left out. */
export async function* readTrace(
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<TraceEvent> {
  const begun = new Map<string, { name: string; text: string; call: SystemCall | undefined }>()
  for await (const line of lines) {
    const [, pid = '', name = '', text = '', result = ''] = WHOLE.exec(line) ?? UNFINISHED.exec(line) ?? []
    if (result !== '') {
      const call = Number(result) < 0 ? undefined : parseCall(name, text)
      if (call) yield { phase: 'begin', call }
      if (call) yield { phase: 'end', call }
    } else if (name !== '') {
      const call = parseCall(name, text)
      begun.set(pid, { name, text, call })
      if (call) yield { phase: 'begin', call }
    } else {
      const [, resumed = '', , rest = '', value = ''] = RESUMED.exec(line) ?? []
      const first = begun.get(resumed)
      const call = first && Number(value) >= 0 ? parseCall(first.name, first.text + rest) : undefined
      if (call && value !== '') yield { phase: 'end', call }
    }
  }
}

function parseCall(name: string, text: string): SystemCall | undefined {
  const strings = [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => decode(hex))
  const path = decode(/^\d+<([^>]*)>/.exec(text)?.[1] ?? '').toString()
  const named = strings.map(String)
  switch (name) {
    case 'openat':
      return openCall(named[0] ?? '', text)
    case 'write':
    case 'writev':
    case 'pwrite64':
    case 'pwritev':
    case 'sendmsg':
      return writeCall(path, Buffer.concat(strings))
    case 'fsync':
    case 'fdatasync':
      return { kind: 'sync', path }
    case 'ftruncate':
      return { kind: 'truncate', path, length: Number(/, (\d+)$/.exec(text)?.[1]) }
    case 'rename':
    case 'renameat':
    case 'renameat2':
    case 'link':
    case 'linkat':
      return { kind: name.startsWith('link') ? 'link' : 'rename', from: named[0] ?? '', to: named[1] ?? '' }
    case 'unlink':
    case 'unlinkat':
      return { kind: 'unlink', path: named[0] ?? '' }
    default:
      return undefined
  }
}

function openCall(path: string, flags: string): SystemCall | undefined {
  const [creates, truncates] = [flags.includes('O_CREAT'), flags.includes('O_TRUNC')]
  return creates || truncates ? { kind: 'open', path, creates, truncates } : undefined
}

function writeCall(path: string, bytes: Buffer): SystemCall | undefined {
  if (path.startsWith('/')) return { kind: 'write', path, bytes }
  return /^(socket|TCP)/.test(path) ? { kind: 'send', bytes } : undefined
}

function decode(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex')
}
