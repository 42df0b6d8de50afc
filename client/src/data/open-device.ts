import { publicKeyOf } from '#protocol/signed'
import type { Device } from '../device.ts'
import { DeviceClock } from './election/device-clock.ts'
import type { Environment } from './environment.ts'
import { wait } from './environment.ts'
import { Phone } from './phone.ts'
import { KeyVault } from './store/key-vault.ts'
import { Keepsake } from './store/keepsake.ts'
import { PhoneStore } from './store/phone-store.ts'

export interface OpenDeviceOptions {
  /** Where `/api` and `/sync` are; the page's own origin when left out. */
  readonly origin?: string
  /** The device's clock. */
  readonly clock?: () => Date
}

/** Opens this phone's database and keys, and takes up the exchange with the server. Call it once in a page. */
export async function openDevice(options: OpenDeviceOptions = {}): Promise<Device> {
  const phone = await openPhone({
    origin: options.origin ?? location.origin,
    databaseName: 'urna',
    fetch: (input, init) => fetch(input, init),
    clock: options.clock ?? (() => new Date()),
    random: () => Math.random(),
    wait,
  })
  whenIdle(warmUpSigner)
  return phone
}

export async function openPhone(environment: Environment): Promise<Phone> {
  const { databaseName } = environment
  const [store, vault] = await Promise.all([PhoneStore.open(databaseName), KeyVault.open(databaseName)])
  const clock = new DeviceClock(environment.clock, localStorage, `${databaseName}-clock-offset`)
  const keepsake = new Keepsake(localStorage, `${databaseName}-joined`)
  return new Phone({ store, vault, environment, clock, keepsake })
}

/** The first key of noble's takes 100 ms of tables; better while the page is idle than while a voter waits. */
function warmUpSigner(): void {
  publicKeyOf(crypto.getRandomValues(new Uint8Array(32)))
}

/** Safari has no idle callback. */
function whenIdle(task: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(task)
  else setTimeout(task, 1000)
}
