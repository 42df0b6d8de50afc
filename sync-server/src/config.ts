import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { ConfigError } from './config-error.ts'
import type { Https } from './https-config.ts'
import { chooseHttps } from './https-config.ts'
import type { TrustedProxies } from './http/trusted-proxies.ts'
import { parseTrustedProxies } from './http/trusted-proxies.ts'

export type Role = 'gateway' | 'registrar' | 'tallier'

/** Everything that is told to a server from outside, checked once. Paths are absolute. */
export interface Config {
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  readonly console: ConsoleConfig
  readonly dataDirectory: string
  /** A real CouchDB; without one the embedded engine serves this process. */
  readonly couchdbUrl: string | undefined
  /** Where the secret is that private keys are encrypted under; without it a file in the data directory. */
  readonly secretFile: string | undefined
  /** What voters' browsers call this server; without it this machine's own address. */
  readonly origin: string | undefined
  /** Without it the server speaks plain HTTP: for loopback, or behind a proxy that has the certificate. */
  readonly https: Https | undefined
  /** Whose word is taken for where a request came from; without it nobody's but the network's own. */
  readonly trustProxy: TrustedProxies | undefined
  readonly roles: ReadonlySet<Role>
  readonly logLevel: LogLevel
  /** Keep an election that anyone can try, and make a new one when it is over. */
  readonly demonstration: boolean
}

/** Where the database is shown to the officer. */
export interface ConsoleConfig {
  readonly host: string
  /** Without one the port after the server's, or a free one when that is taken; `off` shows it nowhere. */
  readonly port: number | 'off' | undefined
}

const ROLES = ['gateway', 'registrar', 'tallier'] as const
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

/** Each setting by the variable and the flag that give it; a flag wins. */
const SETTINGS = {
  host: { variable: 'HOST', flag: 'host' },
  port: { variable: 'PORT', flag: 'port' },
  consoleHost: { variable: 'CONSOLE_HOST', flag: 'console-host' },
  consolePort: { variable: 'CONSOLE_PORT', flag: 'console-port' },
  data: { variable: 'URNA_DATA', flag: 'data' },
  couchdbUrl: { variable: 'COUCHDB_URL', flag: 'couchdb-url' },
  secretFile: { variable: 'URNA_SECRET_FILE', flag: 'secret-file' },
  origin: { variable: 'URNA_ORIGIN', flag: 'origin' },
  lan: { variable: 'URNA_LAN', flag: 'lan' },
  installPort: { variable: 'URNA_INSTALL_PORT', flag: 'install-port' },
  tlsCert: { variable: 'TLS_CERT', flag: 'tls-cert' },
  tlsKey: { variable: 'TLS_KEY', flag: 'tls-key' },
  trustProxy: { variable: 'URNA_TRUST_PROXY', flag: 'trust-proxy' },
  roles: { variable: 'ROLES', flag: 'roles' },
  logLevel: { variable: 'LOG_LEVEL', flag: 'log-level' },
} as const
type Setting = keyof typeof SETTINGS
/** Flags that stand alone; their variables are `true` or `false`. */
const SWITCHES: ReadonlySet<string> = new Set(['lan'])

const host = z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'must be an address or a host name, such as 0.0.0.0')

const A_PORT = 'must be a number from 0 to 65535'
const A_PORT_OR_OFF = `${A_PORT}, or off`
const port = (rule: string) =>
  z
    .string()
    .regex(/^\d{1,5}$/, rule)
    .transform(Number)
    .refine((number) => number <= 65_535, rule)

const TRUST_PROXY =
  'must be how many proxies are in front, from 1 to 10, or their addresses, such as 10.0.0.0/8,127.0.0.1'

function refuse(context: z.RefinementCtx, rule: string): never {
  context.addIssue({ code: 'custom', message: rule })
  return z.NEVER
}

const settings = z.object({
  host: host.optional(),
  port: port(A_PORT).optional(),
  consoleHost: host.default('127.0.0.1'),
  consolePort: z.union([z.literal('off'), port(A_PORT_OR_OFF)], A_PORT_OR_OFF).optional(),
  data: z.string().default('urna-data'),
  couchdbUrl: z
    .string()
    .refine(isWebAddress, 'must be a web address, such as http://user:password@localhost:5984')
    .optional(),
  secretFile: z.string().optional(),
  origin: z
    .string()
    .transform((text) => text.replace(/\/$/, ''))
    .refine(isOrigin, 'must be an origin without a path, such as https://vote.example.org')
    .optional(),
  lan: z
    .enum(['true', 'false'], 'must be true or false')
    .transform((text) => text === 'true')
    .default(false),
  installPort: port(A_PORT).default(8080),
  tlsCert: z.string().optional(),
  tlsKey: z.string().optional(),
  trustProxy: z
    .string()
    .transform((text, context) => parseTrustedProxies(text) ?? refuse(context, TRUST_PROXY))
    .optional(),
  roles: z
    .string()
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(ROLES, `must be one or more of ${ROLES.join(', ')}, separated by commas`)))
    .default([...ROLES]),
  logLevel: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('warn'),
})

/**
 * Reads the configuration of `urna start` and `urna serve` from the environment and the command's flags.
 *
 * @param directory what relative paths start from.
 * @throws {ConfigError} a value or a flag is wrong.
 */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
  directory: string = process.cwd(),
): Config {
  const flags = readFlags(argv)
  const read = readSettings(env, flags)
  const { data, secretFile, roles, consoleHost, consolePort, lan, installPort, tlsCert, tlsKey, ...rest } =
    read
  const absolute = (path: string | undefined): string | undefined => path && resolve(directory, path)
  const { origin, port = lan ? 8443 : 8080, host = lan ? '0.0.0.0' : '127.0.0.1', ...others } = rest
  const files = { tlsCert: absolute(tlsCert), tlsKey: absolute(tlsKey) }
  const config = {
    ...{ couchdbUrl: undefined, trustProxy: undefined, ...others, host, port, origin },
    console: { host: consoleHost, port: consolePort },
    dataDirectory: resolve(directory, data),
    secretFile: absolute(secretFile),
    https: chooseHttps({ lan, port, installPort, origin, ...files }),
    roles: new Set(roles),
    demonstration: flags['demonstration'] === true,
  }
  if (config.couchdbUrl === undefined && config.roles.size < ROLES.length)
    throw new ConfigError(
      `ROLES ${roles.join(',')}: a server that lacks a role needs COUCHDB_URL, because the embedded engine is of one process`,
    )
  return config
}

type Flags = Readonly<Record<string, string | boolean | undefined>>

function readFlags(argv: readonly string[]): Flags {
  const typed = Object.values(SETTINGS).map(({ flag }): [string, { type: 'string' | 'boolean' }] => [
    flag,
    { type: SWITCHES.has(flag) ? 'boolean' : 'string' },
  ])
  const options = { ...Object.fromEntries(typed), demonstration: { type: 'boolean' as const } }
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false }).values
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split(/\.? To specify|\n/)
    throw new ConfigError(line)
  }
}

function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  flags: Flags,
): z.infer<typeof settings> {
  const given: Partial<Record<Setting, string>> = {}
  for (const [name, { variable, flag }] of Object.entries(SETTINGS)) {
    // An empty variable is what compose files and shells write for "not set"; an empty flag is a slip.
    const value = flags[flag] ?? (env[variable] || undefined)
    if (value === '') throw new ConfigError(`--${flag} is empty`)
    if (value !== undefined) given[name as Setting] = String(value)
  }
  const read = settings.safeParse(given)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const name = issue?.path[0] as Setting
  const { variable, flag } = SETTINGS[name]
  const source = flags[flag] === undefined ? variable : `--${flag}`
  throw new ConfigError(
    `${source} is "${hidePassword(given[name] ?? '')}": it ${issue?.message ?? 'is wrong'}`,
  )
}

/** The line is read aloud, pasted and logged; the address of a database may carry its password. */
function hidePassword(value: string): string {
  return value.replace(/:\/\/.*@/, '://…@')
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function isOrigin(text: string): boolean {
  return isWebAddress(text) && new URL(text).origin === text
}
