import { renderUnicodeCompact } from 'uqr'
import { describe, expect, it } from 'vitest'
import { greeting } from './greeting.ts'

const origin = 'http://localhost:8080'
const fauxton = 'http://127.0.0.1:8081'
const joinLink = `${origin}/#/join/demo/hash`
const codes = Array.from({ length: 10 }, (_, n) => `AAAA-BBBB-CCCC-DDD${n}`)
const demonstration = { election: 'demo', joinLink, codes, remaining: 10 }

describe('the greeting of a first start', () => {
  const text = greeting(
    { origin, trust: undefined, firstRunSecret: 'sesame', fauxton, demonstration },
    '/data',
    false,
  )

  it('shows address, console secret, join link and all ten codes', () => {
    expect(text).toMatch(/Address +http:\/\/localhost:8080\n/)
    expect(text).toMatch(/secret\s+sesame\b/)
    expect(text).toMatch(/Database +http:\/\/127\.0\.0\.1:8081\/ /)
    expect(text).toContain(joinLink)
    for (const code of codes) expect(text).toContain(code)
  })

  it('shows a QR code', () => {
    expect(text.split('\n').filter((line) => /^ *[█▀▄ ]{20,}$/.test(line)).length).toBeGreaterThan(12)
  })

  it('says beside the QR code that no phone can open this link', () => {
    expect(text).toContain('works on this computer only')
    const lan = { ...demonstration, joinLink: 'https://192.168.1.20:8443/#/join/demo/hash' }
    const there = { origin, trust: undefined, firstRunSecret: undefined, fauxton: undefined }
    expect(greeting({ ...there, demonstration: lan }, '/data', false)).not.toContain('this computer only')
  })

  it('has no control characters where there are no colours', () => {
    expect(text).not.toContain('\u001b')
    expect(
      greeting(
        { origin, trust: undefined, firstRunSecret: undefined, fauxton: undefined, demonstration },
        '/data',
        true,
      ),
    ).toContain('\u001b[')
  })
})

describe('the greeting of a later start', () => {
  const later = { ...demonstration, codes: undefined, remaining: 7 }
  const text = greeting(
    { origin, trust: undefined, firstRunSecret: undefined, fauxton: undefined, demonstration: later },
    '/data',
    false,
  )

  it('says how to go on when the codes are lost', () => {
    expect(text).toContain('Lost them? Another --data folder')
  })

  it('says how many codes remain, and has nothing secret left to say', () => {
    expect(text).toContain('7 are still unused')
    expect(text).not.toMatch(/secret/i)
  })
})

it('a server without a demonstration says nothing of one', () => {
  const text = greeting(
    { origin, trust: undefined, firstRunSecret: undefined, fauxton: undefined, demonstration: undefined },
    '/data',
    false,
  )
  expect(text).not.toMatch(/code|link/i)
})

describe('the greeting of a server in a local network', () => {
  const trust = { installPage: 'http://192.168.1.20:8080/', fingerprint: 'AB:CD' }
  const lan = { origin: 'https://192.168.1.20:8443', trust, firstRunSecret: undefined, fauxton: undefined }
  const text = greeting({ ...lan, demonstration: undefined }, '/data', false)

  it('shows how a phone comes to trust it, and the fingerprint to compare', () => {
    expect(text).toContain('http://192.168.1.20:8080/')
    expect(text).toContain('AB:CD')
  })

  it('has a QR code for that page, and one for where the phone goes then', () => {
    const withElection = greeting({ ...lan, demonstration }, '/data', false)
    expect(showsQrCode(text, trust.installPage) && showsQrCode(text, lan.origin)).toBe(true)
    expect(showsQrCode(withElection, trust.installPage) && showsQrCode(withElection, joinLink)).toBe(true)
  })
})

function showsQrCode(text: string, of: string): boolean {
  const lines = renderUnicodeCompact(of, { border: 2 }).split('\n')
  return lines.every((line) => text.includes(line))
}
