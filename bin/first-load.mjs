import { readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

/** What a voter's phone may fetch and run before it shows something, in bytes of brotli. */
export const MOST_FIRST_LOAD = 15 * 1024

/**
 * The scripts that a page runs before anything else is asked for: those it names, and what they import statically.
 *
 * @param {string} folder the built site, with an `index.html`.
 * @returns {{files: string[], bytes: number}} bytes after brotli, as they travel.
 */
export function measureFirstLoad(folder) {
  /** @param {string} path */
  const read = (path) => readFileSync(join(folder, path), 'utf8')
  const files = new Set(namedScripts(read('index.html')))
  // A set grows while it is gone through: what is found is looked into in its turn.
  for (const file of files)
    for (const imported of staticImports(read(file))) files.add(posix.join(dirname(file), imported))
  const bytes = [...files].reduce((sum, file) => sum + brotliCompressSync(read(file)).length, 0)
  return { files: [...files], bytes }
}

/** @param {string} html */
function namedScripts(html) {
  const tags = html.matchAll(/<(?:script|link rel="modulepreload")[^>]*? (?:src|href)="\/([^"]+\.js)"/g)
  return [...tags].map(([, path = '']) => path)
}

/** A call, `import("./x.js")`, is a later load and does not match. @param {string} script */
export function staticImports(script) {
  const found = script.matchAll(/\b(?:from|import)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)
  return [...found].map(([, path = '']) => path)
}
