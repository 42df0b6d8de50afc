import type { Watched } from '../device.ts'

/** Chromium's event, which no standard has: the browser would install the app if we asked it to. */
export interface InstallPrompt extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>
}

/** The browser's offer to install the app, kept until the voter has been asked; it may come before any screen is there. */
class InstallOffer implements Watched<InstallPrompt | undefined> {
  readonly #listeners = new Set<(offer: InstallPrompt | undefined) => void>()
  #offer: InstallPrompt | undefined

  get value(): InstallPrompt | undefined {
    return this.#offer
  }

  subscribe(listener: (offer: InstallPrompt | undefined) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set(offer: InstallPrompt | undefined): void {
    this.#offer = offer
    for (const listener of this.#listeners) listener(offer)
  }
}

export const installOffer = new InstallOffer()

/** Call it before anything else: the event comes once, and early. */
export function catchInstallOffer(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    // Otherwise the browser puts a bar of its own over the page, perhaps over a ballot.
    event.preventDefault()
    installOffer.set(event as InstallPrompt)
  })
  window.addEventListener('appinstalled', () => installOffer.set(undefined))
}
