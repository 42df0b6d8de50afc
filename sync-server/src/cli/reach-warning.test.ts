import { expect, it } from 'vitest'
import { reachWarning } from './reach-warning.ts'

const plain = { host: '0.0.0.0', origin: undefined, https: undefined }

it('a server that others reach over plain HTTP says that nobody can vote there, and what to do', () => {
  const warning = reachWarning(plain) ?? ''
  expect(warning).toContain('no browser can vote')
  for (const flag of ['--lan', '--tls-cert', '--origin']) expect(warning).toContain(flag)
  expect(reachWarning({ ...plain, host: '192.168.1.20', origin: 'http://vote.example' })).toBeDefined()
})

it.each([
  ['on loopback', { ...plain, host: '127.0.0.1' }],
  ['on localhost', { ...plain, host: 'localhost' }],
  ['behind a proxy with a certificate', { ...plain, origin: 'https://vote.example' }],
  ['with a certificate of its own', { ...plain, https: { kind: 'lan', installPort: 8080 } as const }],
])('a server %s says nothing', (_where, config) => {
  expect(reachWarning(config)).toBeUndefined()
})
