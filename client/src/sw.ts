/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope

/** The server's own: never answered from a cache, and never by the app's page. */
const SERVED = [
  /^\/api\//,
  /^\/sync\//,
  /^\/mirror\//,
  /^\/admin(\/|$)/,
  /^\/_utils(\/|$)/,
  /^\/(healthz|readyz|metrics)$/,
]

// The app itself, and nothing else, is cached. There is no background sync: RxDB sends ballots again, and a second sender
// beside it would only repeat them without keeping the receipts.
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: SERVED }))

// The first page that installs the app works offline at once; a later version waits until the voter takes it.
clientsClaim()
self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  if ((data as { readonly type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})
