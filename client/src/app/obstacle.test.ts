import { describe, expect, it } from 'vitest'
import { findObstacle } from './obstacle.ts'

const fit = {
  isSecureContext: true,
  crypto: { subtle: {} },
  indexedDB: {},
  navigator: { serviceWorker: {}, locks: {} },
}

describe('a window in which one can vote', () => {
  it('is a secure one that can sign, store and work offline', () => {
    expect(findObstacle(fit)).toBeUndefined()
  })

  it('is never one at an address without HTTPS, whatever the browser has', () => {
    expect(findObstacle({ ...fit, isSecureContext: false })).toBe('insecure')
  })

  it.each([
    ['signing', { ...fit, crypto: {} }],
    ['storage', { ...fit, indexedDB: undefined }],
    ['service workers', { ...fit, navigator: { locks: {} } }],
    ['locks', { ...fit, navigator: { serviceWorker: {} } }],
  ])('is not one without %s', (_what, window) => {
    expect(findObstacle(window)).toBe('unsupported')
  })
})
