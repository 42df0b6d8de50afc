/** Why nobody can vote in this window: the address is not secure, or the browser keeps back what signing and storing need. */
export type Obstacle = 'insecure' | 'unsupported'

/** What of a window decides; absent members are what browsers do to pages that they do not trust. */
interface Surface {
  readonly isSecureContext: boolean
  readonly crypto?: { readonly subtle?: unknown }
  readonly indexedDB?: unknown
  readonly navigator: object
}

export function findObstacle({
  isSecureContext,
  crypto,
  indexedDB,
  navigator,
}: Surface): Obstacle | undefined {
  if (!isSecureContext) return 'insecure'
  const isFit = crypto?.subtle && indexedDB && 'serviceWorker' in navigator && 'locks' in navigator
  return isFit ? undefined : 'unsupported'
}
