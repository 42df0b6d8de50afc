import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildClient, ensureClientBuilt } from './client.mjs'
import { Failure } from './failure.mjs'
import { ensureInstalled } from './install.mjs'
import { readTypeScript, ROOT } from './tool.mjs'

/**
 * @typedef {(args: string[]) => Promise<number>} Run resolves with the exit code.
 * @typedef {{summary: string, run: Run, help?: string}} Command
 */

const SERVER_OPTIONS = `
  --port <n>            PORT              default 8080, with --lan 8443; 0 takes a free one
  --host <address>      HOST              default 127.0.0.1; 0.0.0.0 for every network, as with --lan
  --lan                 URNA_LAN=true     HTTPS for phones in this network, by an authority of its own
  --install-port <n>    URNA_INSTALL_PORT where phones get that authority; default 8080
  --tls-cert <file>     TLS_CERT          HTTPS with this certificate chain, in PEM
  --tls-key <file>      TLS_KEY           and its private key
  --console-port <n>    CONSOLE_PORT      where the database is shown; default the port after, off for nowhere
  --console-host <addr> CONSOLE_HOST      default 127.0.0.1
  --data <folder>       URNA_DATA         default ./urna-data
  --origin <origin>     URNA_ORIGIN       what voters call this server, such as https://vote.example.org
  --couchdb-url <url>   COUCHDB_URL       a CouchDB 3; without one the engine inside
  --secret-file <file>  URNA_SECRET_FILE  what private keys are encrypted under
  --trust-proxy <n>     URNA_TRUST_PROXY  how many proxies are in front, or their addresses: 10.0.0.0/8,127.0.0.1
  --roles <list>        ROLES             gateway,registrar,tallier; default all of them
  --log-level <level>   LOG_LEVEL         fatal, error, warn (default), info, debug, silent
  --no-build                              serve the voters' app as it was built last`

const OFFICE_OPTIONS = `
  --url <origin>        URNA_URL          the running server; default http://localhost:PORT, or 8080
  --secret <secret>     URNA_SECRET       its console secret, printed at its first start`

/** @type {Record<string, Command>} */
const COMMANDS = {
  start: {
    summary: 'everything on this machine, with an election to try',
    help: SERVER_OPTIONS,
    run: (args) => serve('start', args),
  },
  serve: {
    summary: 'a server, or one role of it',
    help: `${SERVER_OPTIONS}\n  --demonstration                         keep an election that anyone can try`,
    run: (args) => serve('serve', args),
  },
  create: {
    summary: 'create and open an election from a file: create election.json --codes 500',
    help: `
  --codes <n>                             how many voting codes; --codes staff=20,students=400 by group
  --draft                                 don't open it yet
  --out <file>                            write the codes there and not to the screen${OFFICE_OPTIONS}`,
    run: async (args) => (await importCommand('../sync-server/src/cli/create.ts'))(args),
  },
  open: {
    summary: 'open an election that was created as a draft: open board-2026 --codes 500',
    help: `
  --codes <n>                             how many voting codes; --codes staff=20,students=400 by group
  --out <file>                            write the codes there and not to the screen${OFFICE_OPTIONS}`,
    run: async (args) => (await importCommand('../sync-server/src/cli/open.ts'))(args),
  },
  close: {
    summary: 'close an election now: close board-2026',
    help: `
  --yes                                   don't ask whether it is meant: it cannot be undone
  --accept-until <time>                   take ballots that were cast offline until then, not later than was planned${OFFICE_OPTIONS}`,
    run: async (args) => (await importCommand('../sync-server/src/cli/close.ts'))(args),
  },
  verify: {
    summary: 'recount an election by yourself: verify board-2026.ndjson, or its join link',
    help: `
  --manifest-hash <h>                     the end of a join link: the election you mean, and not another
  --evidence <file>                       what somebody kept, as often as you like: evidence that a phone saved, a checkpoint,
                                          a .tlog-proof. Its checkpoints must be beginnings of this log, its ballots in it
  --json                                  one line of JSON on stdout
A bundle is read without a network; "-" is standard input. From a join link, or the address of an election
(https://vote.example.org/api/elections/board-2026), it is fetched, and so are the checkpoint and tiles of its log. A bar on
stderr shows how far it is, on a terminal only. Exit code: 0 verified, 1 refuted, 2 it could not be judged.`,
    run: async (args) => (await importCommand('../verifier/cli.ts'))(args),
  },
  tally: {
    summary: 'count a file of ballots by any method, and explain each round: tally ward.blt --method irv',
    help: `
  --method <name>                         plurality, approval, score, star, borda, schulze, ranked-pairs, irv,
                                          stv-scottish or stv-meek; default irv, stv-scottish for several seats,
                                          approval for CSV, and what a CVR report says of itself
  --seats <n>                             how many to elect; default what the file says, or 1
  --selections <n>                        how many a voter may choose, by plurality; default as many as seats
  --contest <id>                          which contest of a CVR report that holds several
  --json                                  one line of JSON on stdout
Reads BLT, ABIF, CSV (one ballot a line), PrefLib (soc, soi, toc, toi) and cast vote records in JSON (NIST SP 1500-103), told
from their content; "-" is standard input. Exit code: 0 counted, 2 it could not be, with the line and the reason.`,
    run: async (args) => (await importCommand('../tally/cli.ts'))(args),
  },
  'reset-secret': {
    summary: 'draw a new console secret in place of a lost one, while the server is stopped',
    help: `
  --data <folder>       URNA_DATA         the server's data folder; default ./urna-data
  --couchdb-url <url>   COUCHDB_URL       or its CouchDB; there the server may run, and heeds it within seconds`,
    run: async (args) => (await importCommand('../sync-server/src/cli/reset-secret.ts'))(args),
  },
  simulate: {
    summary: 'vote with many phones and check every number',
    help: `
  --voters <n>                            default 100
  --ballots <file.csv>                    one approval ballot a line instead, option names with commas between
  --concurrency <n>                       phones at one time, default 64
  --url <origin>        URNA_URL          a running server; without one it starts its own
  --secret <secret>     URNA_SECRET       the console secret of that server
  --json                                  one line of JSON at the end, nothing else on stdout`,
    run: async (args) => (await importCommand('../simulate/cli.ts'))(args),
  },
  hostile: {
    summary: 'attack a server with hostile requests while an election goes on',
    help: `
  --requests <n>                          default 10000
  --seed <n>                              default 1; the same seed sends the same requests
  --lanes <n>                             connections at one time, default 16
  --url <origin>        URNA_URL          a running server; without one it starts its own
  --secret <secret>     URNA_SECRET       the console secret of that server
  --json                                  one line of JSON at the end`,
    run: async (args) => (await importCommand('../trials/hostile/cli.ts'))(args),
  },
  chaos: {
    summary: 'kill server, tallier and database at random while phones vote',
    help: `
  --kills <n>                             default 30
  --seed <n>                              default 1
  --voters <n>                            of each election, default 150
  --concurrency <n>                       phones at one time, default 32
  --couchdb-url <url>   COUCHDB_URL       a CouchDB 3, which is not killed; without one an engine, which is
  --secret <secret>     URNA_SECRET       the console secret, where that CouchDB has served before
  --json                                  one line of JSON at the end`,
    run: async (args) => (await importCommand('../trials/chaos/cli.ts'))(args),
  },
  'power-loss': {
    summary: 'cut the power of a server, as its system calls tell what its disk then holds',
    help: `
  --voters <n>                            default 100
  --cuts <n>                              default 60
  --seed <n>                              default 1
  --json                                  one line of JSON at the end
It needs strace. The same is done once more with the syncs taken away, and must then lose something.`,
    run: async (args) => (await importCommand('../trials/power-loss/cli.ts'))(args),
  },
  unlinkability: {
    summary: 'take all that a server holds after an election, and try to link voters to ballots',
    help: `
  --voters <n>                            default 200, at least 10
  --seed <n>                              default 1; it draws who votes when, not keys and codes
  --json                                  one line of JSON at the end
The same is tried on an election in which everybody votes at once, and on planted leaks: those must be found.`,
    run: async (args) => (await importCommand('../trials/unlinkability/cli.ts'))(args),
  },
  bench: {
    summary: 'how many ballots a second, and what they cost, as ratios of one run',
    help: `
  --voters <n>                            default 300
  --ballots-each <n>                      of each voter, default 10: joining costs a phone a hundred times a ballot
  --connections <n>                       default 64
  --couchdb-url <url>   COUCHDB_URL       a CouchDB 3 to measure as well; its elections stay there
  --secret <secret>     URNA_SECRET       the console secret, where that CouchDB has served before
  --json                                  one line of JSON at the end`,
    run: async (args) => (await importCommand('../trials/bench/cli.ts'))(args),
  },
  'bench-verify': {
    summary: 'what a recount costs, beside the signature checks that it cannot do without',
    help: `
  --ballots <n>                           default 10000
  --json                                  one line of JSON at the end`,
    run: async (args) => (await importCommand('../trials/bench-verify/cli.ts'))(args),
  },
  'bench-export': {
    summary: 'what a server holds while it sends a whole election, and how fast it sends it',
    help: `
  --ballots <n>                           default 10000; each phone casts up to a hundred of them
  --json                                  one line of JSON at the end`,
    run: async (args) => (await importCommand('../trials/bench-export/cli.ts'))(args),
  },
  'bench-tally': {
    summary: 'what counting a million ranked ballots costs, beside reading them',
    help: `
  --ballots <n>                           default 1000000, of 35 candidates
  --seed <n>                              default 1; the same seed fills in the same ballots
  --repetitions <n>                       default 3, of which the shortest counts
  --json                                  one line of JSON at the end`,
    run: async (args) => (await importCommand('../trials/bench-tally/cli.ts'))(args),
  },
  'bench-observer': {
    summary: 'an observer in Chromium: copy and recount, beside the signature checks alone',
    help: `
  --ballots <n>                           default 10000
  --json                                  one line of JSON at the end`,
    run: async (args) => {
      await ensureInstalled()
      await (await import('./chromium.mjs')).ensureChromium()
      await ensureClientBuilt()
      return (await importCommand('../trials/bench-observer/cli.ts'))(args)
    },
  },
  test: {
    summary: 'every test',
    run: async (args) => (await import('./test.mjs')).runTests(args),
  },
  check: {
    summary: 'types, lint, dependency rules, unused code, formatting',
    run: async (args) => (await import('./check.mjs')).runChecks(args),
  },
  build: {
    summary: 'build the voters’ app',
    run: async () => {
      await ensureInstalled()
      await buildClient()
      return 0
    },
  },
  screenshots: {
    summary: 'photograph every state of every screen, to be looked at: screenshots phone install',
    run: async (args) => {
      await ensureInstalled()
      await (await import('./chromium.mjs')).ensureChromium()
      return (await importCommand('../e2e/showcase/gallery.ts'))(args)
    },
  },
  lighthouse: {
    summary:
      'Lighthouse’s accessibility and best practices of each screen, which must be 100: lighthouse join results',
    run: async (args) => {
      await ensureInstalled()
      await (await import('./chromium.mjs')).ensureChromium()
      await ensureClientBuilt()
      return (await importCommand('../e2e/lighthouse/cli.ts'))(args)
    },
  },
  help: {
    summary: 'this page, or more on one command: help start',
    run: ([name]) => Promise.resolve(help(name)),
  },
}

/** @param {readonly string[]} argv without the two that node puts before. */
export async function runCommand([name = 'help', ...args]) {
  try {
    process.exitCode = await findRun(name, args)(args)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.error(error.message)
    process.exitCode = error.exitCode
  }
  // What is left running now (an idle connection, a worker) has nothing to say any more; output still drains first.
  process.stdout.write('', () => process.exit())
}

/** @param {string} name @param {readonly string[]} args @returns {Run} */
function findRun(name, args) {
  if (name === '--version' || name === '-v') return printVersion
  if (name === '--help' || name === '-h') return () => Promise.resolve(help())
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command)
    throw new Failure(`There is no command "${name}". Run "npx urna help" for those there are.`, 2)
  return args.includes('--help') || args.includes('-h') ? () => Promise.resolve(help(name)) : command.run
}

function printVersion() {
  const { version } = /** @type {{version: string}} */ (
    JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  )
  console.log(version)
  return Promise.resolve(0)
}

/** @param {string} [name] */
function help(name) {
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (name !== undefined && !command) throw new Failure(`There is no command "${name}".`, 2)
  if (command) console.log(`npx urna ${name}: ${command.summary}${command.help ? `\n${command.help}` : ''}`)
  else {
    console.log('npx urna <command>\n')
    for (const [each, { summary }] of Object.entries(COMMANDS)) console.log(`  ${each.padEnd(13)} ${summary}`)
    console.log('\nnpx urna help <command> says more.')
  }
  return 0
}

/** @param {'start' | 'serve'} name @param {string[]} args */
async function serve(name, args) {
  await ensureInstalled()
  const settings = args.filter((arg) => arg !== '--no-build')
  // A wrong setting is told before anyone waits for a build.
  const { readConfig } = /** @type {typeof import('../sync-server/src/cli/read-config.ts')} */ (
    await importTypeScript('../sync-server/src/cli/read-config.ts')
  )
  const config = readConfig(name === 'start' ? ['--demonstration', ...settings] : settings)
  if (config === undefined) return 2
  if (settings.length === args.length) await ensureClientBuilt()
  const { serveUntilStopped } = /** @type {typeof import('../sync-server/src/cli/serve.ts')} */ (
    await importTypeScript('../sync-server/src/cli/serve.ts')
  )
  return serveUntilStopped(config)
}

/** @param {string} path @returns {Promise<Run>} */
async function importCommand(path) {
  await ensureInstalled()
  return /** @type {{run: Run}} */ (await importTypeScript(path)).run
}

/** @param {string} path @returns {Promise<unknown>} */
async function importTypeScript(path) {
  await readTypeScript()
  return import(new URL(path, import.meta.url).href)
}
