import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, it } from 'vitest'
import { areWithin, lanAddresses, subtreesFor } from './served-names.ts'

const at = (address: string, family: 'IPv4' | 'IPv6' = 'IPv4', internal = false): NetworkInterfaceInfo => ({
  ...{ address, internal, netmask: '', mac: '', cidr: null },
  ...(family === 'IPv6' ? { family, scopeid: 0 } : { family }),
})

describe('the addresses that phones may use', () => {
  it('are those of real networks, before those inside the machine', () => {
    const interfaces = {
      lo: [at('127.0.0.1', 'IPv4', true)],
      docker0: [at('172.17.0.1')],
      wlan0: [at('fe80::1', 'IPv6'), at('192.168.1.20')],
      eth0: undefined,
    }
    expect(lanAddresses(interfaces)).toEqual(['192.168.1.20', '172.17.0.1'])
  })
})

describe('what an authority may vouch for', () => {
  const limits = subtreesFor({
    hosts: ['desk.local', 'vote.example.org'],
    addresses: ['192.168.1.20', '203.0.113.7'],
  })

  it('holds after the router has given out another address', () => {
    expect(areWithin({ hosts: ['desk.local'], addresses: ['10.1.2.3', '192.168.77.1'] }, limits)).toBe(true)
  })

  it.each([
    ['another public address', { hosts: [], addresses: ['203.0.113.8'] }],
    ['another public name', { hosts: ['example.org'], addresses: [] }],
    ['a name that only ends alike', { hosts: ['notlocal'], addresses: [] }],
  ])('does not reach %s', (_what, names) => {
    expect(areWithin(names, limits)).toBe(false)
  })
})
