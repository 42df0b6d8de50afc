import { loadConfig } from '../config.ts'
import { startServer } from '../server.ts'

/** A server as a process of its own that a test can kill: `node --import tsx server-process.ts --data DIR …`. */
const server = await startServer(loadConfig(process.env, process.argv.slice(2)))
process.send?.({ origin: server.origin })
