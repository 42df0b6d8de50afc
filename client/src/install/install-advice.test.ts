import { describe, expect, it } from 'vitest'
import { adviseInstall, isAppleTouch } from './install-advice.ts'

const fresh = { installed: false, declined: false, offered: false, apple: false }

describe('installing is suggested', () => {
  it.each([
    ['where the browser offers it', { ...fresh, offered: true }, 'offer'],
    ['on an iPhone, where it never does', { ...fresh, apple: true }, 'apple'],
  ])('%s', (_where, situation, advice) => {
    expect(adviseInstall(situation)).toBe(advice)
  })
})

describe('installing is not mentioned', () => {
  it.each([
    ['where it is impossible', fresh],
    ['once it is done', { ...fresh, offered: true, installed: true }],
    ['once it is done on an iPhone', { ...fresh, apple: true, installed: true }],
    ['to somebody who said no', { ...fresh, offered: true, declined: true }],
    ['to somebody who said no on an iPhone', { ...fresh, apple: true, declined: true }],
  ])('%s', (_where, situation) => {
    expect(adviseInstall(situation)).toBe('none')
  })
})

it.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15', 5, true],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15', 5, true],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15', 0, false],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile', 5, false],
])('%s with %i touch points: iPhone or iPad is %s', (userAgent, maxTouchPoints, apple) => {
  expect(isAppleTouch({ userAgent, maxTouchPoints })).toBe(apple)
})
