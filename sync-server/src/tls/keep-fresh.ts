import type { Server } from 'node:https'
import type { Identity, KeyPair } from './identity.ts'

/**
 * Makes the look by which `server` takes up what `identity` has turned into. A certificate that cannot be used is told to
 * `onError`, and the one before it stays.
 *
 * @param served what the server has now.
 */
export function keepFresh(
  server: Pick<Server, 'setSecureContext'>,
  identity: Identity,
  served: KeyPair,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let latest = served
  return async () => {
    try {
      const pair = await identity.current()
      if (pair !== latest) server.setSecureContext(pair)
      latest = pair
    } catch (error) {
      onError(error)
    }
  }
}
