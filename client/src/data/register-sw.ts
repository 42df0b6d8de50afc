import { Workbox } from 'workbox-window'

/**
 * Registers the service worker, which makes every visit but the first work offline. When a newer version has been
 * installed beside the running one, `urna-update-ready` is dispatched on `window` with `detail.apply()`, which switches to
 * it and reloads; a ballot being filled in is nobody's to interrupt.
 */
export async function registerServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const workbox = new Workbox('/sw.js')
  workbox.addEventListener('waiting', () => {
    window.dispatchEvent(
      new CustomEvent('urna-update-ready', { detail: { apply: () => applyUpdate(workbox) } }),
    )
  })
  await workbox.register()
}

function applyUpdate(workbox: Workbox): void {
  workbox.addEventListener('controlling', () => location.reload())
  workbox.messageSkipWaiting()
}
