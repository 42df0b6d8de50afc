import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isInstalled } from './install.mjs'
import { ROOT } from './tool.mjs'

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/lit': { version: '3.3.3' },
  'node_modules/vite': { version: '8.0.0' },
  'node_modules/other-platform': { version: '1.0.0', optional: true },
}
const installed = { 'node_modules/lit': { version: '3.3.3' }, 'node_modules/vite': { version: '8.0.0' } }

describe('the packages', () => {
  it('are installed when each is there, but for those of other platforms', () => {
    expect(isInstalled(wanted, installed)).toBe(true)
  })

  it('are not when a version moved', () => {
    expect(isInstalled(wanted, { ...installed, 'node_modules/lit': { version: '3.3.2' } })).toBe(false)
  })

  it('are not when an installation for production left some out', () => {
    expect(isInstalled(wanted, { 'node_modules/lit': { version: '3.3.3' } })).toBe(false)
  })

  it('are not before or in the middle of an installation', () => {
    expect(isInstalled(wanted, undefined)).toBe(false)
  })
})

describe('the lock', () => {
  it('names the packages of every platform, or npm refuses it everywhere', () => {
    const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>
    }
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
    )
    expect(missing).toEqual([])
  })
})
