import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { join } from 'node:path'
import { Failure } from './failure.mjs'
import { ROOT, runInstalled } from './tool.mjs'

const SOURCES = [
  'client',
  'protocol/src',
  'vite.config.ts',
  'tsconfig.base.json',
  'tsconfig.client.json',
  'package-lock.json',
  'bin/client.mjs',
]
/** Where the built app stands. */
export const BUILT = join(ROOT, 'dist', 'client')
/** Beside the site and not in it: whatever is in it is served. */
const STAMP = join(ROOT, 'dist', 'client.built-from')

/** Builds the voters' app when it was not built from the sources that are here. */
export async function ensureClientBuilt() {
  const wanted = hashSources()
  if (existsSync(join(BUILT, 'index.html')) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted)
    return
  console.error('Building the voters’ app …')
  await buildClient(wanted)
}

/** @param {string} [source] the hash of what it is built from. */
export async function buildClient(source = hashSources()) {
  // Built aside and then moved: a server that runs from here never serves half of it, and two builds don't mix.
  const fresh = `${BUILT}.${process.pid}`
  const args = ['build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']
  const { code, output } = await runInstalled('vite', args, {
    keep: true,
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    console.error(output.trimEnd())
    throw new Failure('Building the voters’ app failed; the reason is above.')
  }
  compress(fresh)
  replaceDirectory(BUILT, fresh)
  writeFileSync(STAMP, source)
}

/** What shrinks lies beside itself as brotli: squeezed hard, once, and not for each phone. @param {string} folder */
function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name)
    if (entry.isFile() && /\.(js|css|html|svg|webmanifest)$/.test(entry.name))
      writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file)))
  }
}

/** @param {string} path @param {string} fresh */
function replaceDirectory(path, fresh) {
  const old = `${fresh}.old`
  if (existsSync(path)) renameSync(path, old)
  renameSync(fresh, path)
  rmSync(old, { recursive: true, force: true })
}

/** By content and not by date: a checkout gives every file a new date. */
function hashSources() {
  mkdirSync(join(ROOT, 'dist'), { recursive: true })
  const hash = createHash('sha256')
  for (const path of SOURCES.flatMap(listFiles))
    hash.update(`${path}\0`).update(readFileSync(join(ROOT, path), 'latin1'))
  return hash.digest('hex')
}

/** @param {string} path @returns {string[]} the files of a folder, or the file itself; tests are in no build. */
function listFiles(path) {
  const full = join(ROOT, path)
  if (!existsSync(full)) return []
  if (/\.\w+$/.test(path)) return [path]
  const inside = readdirSync(full, { withFileTypes: true, recursive: true })
  return inside
    .filter((entry) => entry.isFile() && !/\.test\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
    .sort()
}
