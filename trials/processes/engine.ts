import { startEngine } from '#couchdb/engine'

/** The embedded engine as a process of its own, which can be attacked and killed: `engine.ts <folder> <port> <password>`. */
const [directory = '', port = '0', password = ''] = process.argv.slice(2)
const engine = await startEngine({
  directory,
  port: Number(port),
  credentials: { username: 'urna', password },
  onError: (error) => console.error(error),
})
process.once('SIGTERM', () => void engine.close().then(() => process.exit(0)))
console.log(engine.url)
