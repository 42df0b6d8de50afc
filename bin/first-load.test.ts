import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { measureFirstLoad, staticImports } from './first-load.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'urna-first-load-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('the first load is what the page names and what that imports, and nothing that is loaded later', () => {
  const site = {
    'index.html':
      '<script type="module" crossorigin src="/main.js"></script><link rel="stylesheet" href="/a.css">',
    'main.js': 'import{a}from"./near.js";import"./side.js";const later=()=>import("./later.js")',
    'near.js': 'export{b as a}from"./far.js"',
    'side.js': 'import"./near.js"',
    'far.js': 'export const b=1',
    'later.js': 'x'.repeat(1000),
  }
  for (const [name, text] of Object.entries(site)) writeFileSync(join(folder, name), text)
  const { files, bytes } = measureFirstLoad(folder)
  expect([...files].sort()).toEqual(['far.js', 'main.js', 'near.js', 'side.js'])
  expect(bytes).toBeGreaterThan(0)
})

it('imports are found however they are written', () => {
  expect(staticImports(`import a from './a.js'; import * as b from "../b.js";import './c.js'`)).toEqual([
    './a.js',
    '../b.js',
    './c.js',
  ])
  expect(staticImports('const page = () => import("./late.js")')).toEqual([])
})
