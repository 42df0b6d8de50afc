import type { Device } from '../device.ts'
import type { PublicElections } from '../public/public-elections.ts'

/** What screens are given to work with. Both come later than the first paint. */
export interface Services {
  readonly device: Device
  readonly publicElections: PublicElections
}

/** Opens the database of this phone and the way to the public record; the code of both is loaded here, not before. */
export async function openServices(): Promise<Services> {
  if (import.meta.env.MODE !== 'production' && new URLSearchParams(location.search).has('fake')) {
    const { fakeServices } = await import('../testing/fake-services.ts')
    return fakeServices()
  }
  const [{ openDevice }, { httpPublicElections }] = await Promise.all([
    import('../data/open-device.ts'),
    import('../public/http-public-elections.ts'),
  ])
  return { device: await openDevice(), publicElections: httpPublicElections() }
}
