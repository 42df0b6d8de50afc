import { Workbox } from 'workbox-window'

const WORKER = '/sw.js'

/**
 * Registers the service worker, which makes every visit but the first work offline. When a newer version has been
 * installed beside the running one, `urna-update-ready` is dispatched on `window` with `detail.apply()`, which switches to
 * it and reloads; a ballot being filled in is nobody's to interrupt.
 */
export async function registerServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const workbox = new Workbox(workerScript())
  workbox.addEventListener('waiting', () => {
    window.dispatchEvent(
      new CustomEvent('urna-update-ready', { detail: { apply: () => applyUpdate(workbox) } }),
    )
  })
  await workbox.register()
}

/** As Trusted Types have it: the content security policy knows this policy, which passes this one address and no other. */
function workerScript(): string | TrustedScriptURL {
  const createScriptURL = (address: string): string => {
    if (address !== WORKER) throw new TypeError('not the worker')
    return address
  }
  const policy = window.trustedTypes?.createPolicy('urna', { createScriptURL })
  return policy?.createScriptURL(WORKER) ?? WORKER
}

function applyUpdate(workbox: Workbox): void {
  workbox.addEventListener('controlling', () => location.reload())
  workbox.messageSkipWaiting()
}
