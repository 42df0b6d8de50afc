import { FakeDevice } from './fake-device.ts'
import { fakeElection } from './fake-elections.ts'

/** Puts an element on the page in the place of the one before, as the shell does: properties first, then connected. */
export function mount<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties)
  document.body.replaceChildren(element)
  return element
}

/** A phone that has joined one open election, `board`, of three contests. */
export function joinedDevice(recast: 'last' | 'none' = 'last'): FakeDevice {
  const device = new FakeDevice()
  device.put(fakeElection('board', { en: 'Board election' }, {}, { recast }))
  return device
}
