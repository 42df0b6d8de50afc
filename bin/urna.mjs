#!/usr/bin/env node
// The entry of every command. It stands on Node alone, so that it also runs before anything is installed; and it is plain
// enough to be read by a Node that is too old, which then says so.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Urna needs Node 20.19 or newer; this is Node ${process.versions.node}. See https://nodejs.org/`,
  )
  process.exitCode = 1
} else {
  import('./commands.mjs').then(({ runCommand }) => runCommand(process.argv.slice(2)))
}
