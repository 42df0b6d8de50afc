import { describe, expect, it } from 'vitest'
import { loadConfig } from './config.ts'
import { ConfigError } from './config-error.ts'

const load = (env: Record<string, string>, ...argv: string[]): ReturnType<typeof loadConfig> =>
  loadConfig(env, argv, '/srv')

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(load({})).toEqual({
      host: '127.0.0.1',
      port: 8080,
      console: { host: '127.0.0.1', port: undefined },
      dataDirectory: '/srv/urna-data',
      couchdbUrl: undefined,
      secretFile: undefined,
      origin: undefined,
      https: undefined,
      trustProxy: undefined,
      roles: new Set(['gateway', 'registrar', 'tallier']),
      logLevel: 'warn',
      demonstration: false,
    })
  })

  it('takes a flag before a variable', () => {
    const config = load({ PORT: '1', URNA_DATA: '/a' }, '--port', '2', '--data', 'b')
    expect(config).toMatchObject({ port: 2, dataDirectory: '/srv/b' })
  })

  it('reads every variable', () => {
    const config = load({
      HOST: '0.0.0.0',
      PORT: '0',
      CONSOLE_HOST: '0.0.0.0',
      CONSOLE_PORT: '9000',
      URNA_DATA: '/data',
      COUCHDB_URL: 'http://urna:pass@couch:5984/',
      URNA_SECRET_FILE: 'secret',
      URNA_ORIGIN: 'https://vote.example.org/',
      URNA_TRUST_PROXY: '10.0.0.0/8, 127.0.0.1',
      ROLES: 'gateway, registrar',
      LOG_LEVEL: 'debug',
    })
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      console: { host: '0.0.0.0', port: 9000 },
      dataDirectory: '/data',
      couchdbUrl: 'http://urna:pass@couch:5984/',
      secretFile: '/srv/secret',
      origin: 'https://vote.example.org',
      trustProxy: ['10.0.0.0/8', '127.0.0.1'],
      roles: new Set(['gateway', 'registrar']),
      logLevel: 'debug',
    })
  })

  it('takes an empty variable as not set', () => {
    expect(load({ PORT: '', COUCHDB_URL: '' })).toMatchObject({ port: 8080, couchdbUrl: undefined })
  })

  it('shows the database nowhere when asked', () => {
    expect(load({ CONSOLE_PORT: 'off' })).toMatchObject({ console: { port: 'off' } })
  })

  it('serves every network over HTTPS with --lan', () => {
    const expected = { host: '0.0.0.0', port: 8443, https: { kind: 'lan', installPort: 8080 } }
    expect(load({}, '--lan')).toMatchObject(expected)
    expect(load({ URNA_LAN: 'true' })).toMatchObject(expected)
    expect(load({ URNA_LAN: 'false' })).toMatchObject({ port: 8080, https: undefined })
  })

  it('takes a certificate in files', () => {
    const env = { URNA_ORIGIN: 'https://vote.example.org', TLS_CERT: 'full.pem' }
    expect(load(env, '--tls-key', '/etc/key.pem')).toMatchObject({
      port: 8080,
      https: { kind: 'certificate', cert: '/srv/full.pem', key: '/etc/key.pem' },
    })
  })

  it('seeds a demonstration when asked', () => {
    expect(load({}, '--demonstration')).toMatchObject({ demonstration: true })
  })
})

describe('a wrong value is one line that names it', () => {
  it.each<[string, Record<string, string>, string[], string]>([
    ['a port that is no number', { PORT: '80a' }, [], 'PORT is "80a": it must be a number from 0 to 65535'],
    ['a port out of range', {}, ['--port', '65536'], '--port is "65536": it must be'],
    [
      'a console port',
      { CONSOLE_PORT: 'on' },
      [],
      'CONSOLE_PORT is "on": it must be a number from 0 to 65535, or off',
    ],
    ['a console port out of range', {}, ['--console-port', '70000'], '--console-port is "70000": it must be'],
    ['a host with spaces', { HOST: 'my host' }, [], 'HOST is "my host": it must be'],
    ['an unknown role', { ROLES: 'gateway,king' }, [], 'ROLES is "gateway,king": it must be one or more of'],
    ['no role', {}, ['--roles', ','], '--roles is ",": it must be'],
    ['a log level', { LOG_LEVEL: 'loud' }, [], 'LOG_LEVEL is "loud": it must be one of'],
    [
      'an origin with a path',
      { URNA_ORIGIN: 'https://a.org/vote' },
      [],
      'URNA_ORIGIN is "https://a.org/vote"',
    ],
    ['an origin that is no web address', { URNA_ORIGIN: 'a.org' }, [], 'URNA_ORIGIN is "a.org"'],
    [
      'another kind of database',
      { COUCHDB_URL: 'postgres://a:hunter2@b/' },
      [],
      'COUCHDB_URL is "postgres://…@b/"',
    ],
    [
      'a switch that is neither on nor off',
      { URNA_LAN: 'maybe' },
      [],
      'URNA_LAN is "maybe": it must be true',
    ],
    ['a certificate without its key', { TLS_CERT: 'a.pem' }, [], 'TLS_CERT and TLS_KEY belong together'],
    [
      'a certificate for nobody knows whom',
      { TLS_CERT: 'a.pem', TLS_KEY: 'b.pem' },
      [],
      'TLS_CERT needs URNA_ORIGIN',
    ],
    ['two kinds of certificate', { TLS_KEY: 'b.pem' }, ['--lan'], 'leave TLS_CERT and TLS_KEY out'],
    [
      'an origin without HTTPS beside a certificate',
      {},
      ['--lan', '--origin', 'http://a.org'],
      'URNA_ORIGIN is "http://a.org": a server with a certificate',
    ],
    ['two services on one port', {}, ['--lan', '--port', '8080'], 'both 8080: they must differ'],
    ['an unknown flag', {}, ['--prot', '1'], "Unknown option '--prot'"],
    ['an empty flag', {}, ['--data', ''], '--data is empty'],
    ['a flag without its value', {}, ['--port'], "Option '--port <value>' argument missing"],
    ['a stray word', {}, ['now'], "Unexpected argument 'now'"],
    ['one role without a database of its own', { ROLES: 'tallier' }, [], 'ROLES tallier: '],
  ])('%s', (_what, env, argv, line) => {
    expect(() => load(env, ...argv)).toThrow(ConfigError)
    expect(() => load(env, ...argv)).toThrow(line)
    try {
      load(env, ...argv)
    } catch (error) {
      expect(String(error)).not.toContain('\n')
      expect(String(error)).not.toContain('hunter2')
    }
  })
})
