import type { Device } from '../device.ts'
import type { Observer } from '../observer/observer.ts'
import type { PublicElections } from '../public/public-elections.ts'

/** What screens are given to work with. All come later than the first paint. */
export interface Services {
  readonly device: Device
  readonly publicElections: PublicElections
  readonly observer: Observer
}

/** Opens the database of this phone and the way to the public record; their code is loaded here, not before. */
export async function openServices(): Promise<Services> {
  if (import.meta.env.MODE !== 'production' && new URLSearchParams(location.search).has('fake')) {
    const { fakeServices } = await import('../testing/fake-services.ts')
    return fakeServices()
  }
  const [{ openDevice }, { httpPublicElections }, { workerObserver }] = await Promise.all([
    import('../data/open-device.ts'),
    import('../public/http-public-elections.ts'),
    import('../observer/worker-observer.ts'),
  ])
  return { device: await openDevice(), publicElections: httpPublicElections(), observer: workerObserver() }
}
