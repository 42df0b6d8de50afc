import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Failure } from './failure.mjs'
import { ROOT, run } from './tool.mjs'

/** @typedef {{version?: string, optional?: boolean, devOptional?: boolean, link?: boolean}} LockedPackage */
/** @typedef {Record<string, LockedPackage>} LockedPackages by path, such as `node_modules/lit` */

/** Installs what package-lock.json names, when it is not what stands in node_modules. */
export async function ensureInstalled() {
  if (isInstalled(readLock('package-lock.json'), readLock('node_modules/.package-lock.json'))) return
  console.error('Installing what Urna needs. The first time this takes a minute or two …')
  const exact = await npm('ci')
  // A lock that was edited by hand no longer fits package.json; `npm ci` refuses it and `npm install` mends it.
  const ended = exact.code !== 0 && exact.output.includes('EUSAGE') ? await npm('install') : exact
  if (ended.code !== 0) throw new Failure(`Installing failed: ${firstReason(ended)}`)
}

/**
 * npm writes what it installed into a lock of its own, at the very end; so a half-done installation has none. Packages for
 * other platforms are missing rightly.
 *
 * @param {LockedPackages | undefined} wanted
 * @param {LockedPackages | undefined} installed
 */
export function isInstalled(wanted, installed) {
  if (!wanted || !installed) return false
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || optional || devOptional || installed[path]?.version === version,
  )
}

/**
 * @param {string} path
 * @returns {LockedPackages | undefined}
 */
function readLock(path) {
  const file = join(ROOT, path)
  if (!existsSync(file)) return undefined
  try {
    return /** @type {{packages: LockedPackages}} */ (JSON.parse(readFileSync(file, 'utf8'))).packages
  } catch {
    return undefined
  }
}

/** NODE_ENV=production would leave out what builds the client. @param {'ci' | 'install'} command */
function npm(command) {
  const args = [command, '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const own = process.env.npm_execpath
  if (own !== undefined && basename(own) === 'npm-cli.js')
    return run(process.execPath, [own, ...args], { keep: true })
  return process.platform === 'win32'
    ? run('cmd.exe', ['/d', '/c', 'npm', ...args], { keep: true })
    : run('npm', args, { keep: true })
}

/** @param {import('./tool.mjs').Ended} ended */
function firstReason({ code, output }) {
  if (code === 127) return 'npm was not found. It comes with Node: https://nodejs.org/'
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(output))
    return 'the package registry cannot be reached. Try again with a network.'
  if (output.includes('ENOSPC')) return 'the disk is full.'
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
  const reason = lines.find((line) => line !== '' && !/^(code|errno|syscall|npm warn)\b/.test(line))
  return `${reason ?? `npm ended with ${code}`} (run "npm ci --include=dev" to see more)`
}
