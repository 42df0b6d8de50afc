import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** @typedef {{code: number, output: string}} Ended `output` is empty unless it was kept. */

/**
 * Runs a program to its end, without a shell and without stdin.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{keep?: boolean, env?: NodeJS.ProcessEnv, cwd?: string}} [options] keep: its output is returned, not shown.
 * @returns {Promise<Ended>} code 127 when the program is not there.
 */
export function run(program, args, { keep = false, env = process.env, cwd = ROOT } = {}) {
  return new Promise((resolve) => {
    const shown = keep ? 'pipe' : 'inherit'
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', shown, shown] })
    let output = ''
    const collect = (/** @type {string} */ text) => void (output += text)
    child.stdout?.setEncoding('utf8').on('data', collect)
    child.stderr?.setEncoding('utf8').on('data', collect)
    child.once('error', () => resolve({ code: 127, output }))
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/**
 * Runs the command that an installed package brings.
 *
 * @param {string} name
 * @param {readonly string[]} args
 * @param {{keep?: boolean, env?: NodeJS.ProcessEnv}} [options]
 */
export function runInstalled(name, args, options) {
  return run(process.execPath, [findCommand(name), ...args], options)
}

/** @param {string} name a package (`vitest`, `@scope/name`), or `package/command` where the two differ. */
function findCommand(name) {
  const [, packageName = name, command = packageName] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(name) ?? []
  const manifestPath = join(ROOT, 'node_modules', packageName, 'package.json')
  const { bin } = /** @type {{bin: string | Record<string, string>}} */ (
    JSON.parse(readFileSync(manifestPath, 'utf8'))
  )
  const script = typeof bin === 'string' ? bin : bin[command]
  if (script === undefined) throw new Error(`${packageName} brings no command ${command}`)
  return join(dirname(manifestPath), script)
}

let readsTypeScript = false

/** Reads TypeScript as it is from now on, in this process. */
export async function readTypeScript() {
  if (readsTypeScript) return
  const { register } = await import('tsx/esm/api')
  register()
  readsTypeScript = true
}
