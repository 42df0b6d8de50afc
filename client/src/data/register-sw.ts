import { Workbox } from 'workbox-window'
import { trustedScript } from '../app/trusted-script.ts'
import { whenNoBallotIsOpen } from '../vote/ballot-lock.ts'

/** An app on the home screen is seldom loaded anew: it is brought back, and asks then. */
const ASK_AGAIN_MS = 3600_000

const WORKER = '/sw.js'

/**
 * Registers the service worker, which makes every visit but the first work offline. When a newer version has been
 * installed beside the running one, `urna-update-ready` is dispatched on `window` with `detail.apply()`. That switches
 * all tabs to it once none of them has a ballot open: the app is never replaced under a ballot that is being filled in.
 */
export async function registerServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  reloadWhenReplaced()
  const workbox = new Workbox(trustedScript(WORKER))
  workbox.addEventListener('waiting', () => {
    const apply = (): void => void whenNoBallotIsOpen(() => workbox.messageSkipWaiting())
    window.dispatchEvent(new CustomEvent('urna-update-ready', { detail: { apply } }))
  })
  await workbox.register()
  askWhenBroughtBack(workbox)
}

/** The first worker of a fresh page takes over without a reload: its files are those that the page already has. */
function reloadWhenReplaced(): void {
  const { serviceWorker } = navigator
  let isControlled = serviceWorker.controller !== null
  serviceWorker.addEventListener('controllerchange', () => {
    const { controller } = serviceWorker
    if (isControlled && controller) reloadOnceActive(controller)
    isControlled = true
  })
}

/** A worker that is still clearing up after the one before it would keep the new page waiting, blank. */
function reloadOnceActive(worker: ServiceWorker): void {
  const reload = (): void => {
    if (worker.state === 'activated') void whenNoBallotIsOpen(() => location.reload())
  }
  worker.addEventListener('statechange', reload)
  reload()
}

function askWhenBroughtBack(workbox: Workbox): void {
  let asked = performance.now()
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || performance.now() - asked < ASK_AGAIN_MS) return
    asked = performance.now()
    // Without a network there is nothing newer to be had.
    workbox.update().catch(() => undefined)
  })
}
