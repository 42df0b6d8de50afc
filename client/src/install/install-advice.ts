/** How this phone can get the app onto its home screen, if that is worth saying. */
export type InstallAdvice = 'none' | 'offer' | 'apple'

export interface InstallSituation {
  /** The app runs from the home screen already. */
  readonly installed: boolean
  /** The voter said "not now" on this phone. */
  readonly declined: boolean
  /** The browser has offered to install it. */
  readonly offered: boolean
  /** An iPhone or iPad, where only the voter can do it. */
  readonly apple: boolean
}

export function adviseInstall({ installed, declined, offered, apple }: InstallSituation): InstallAdvice {
  if (installed || declined) return 'none'
  if (offered) return 'offer'
  return apple ? 'apple' : 'none'
}

/** An iPad calls itself a Mac; no Mac has a touch screen. */
export function isAppleTouch({
  userAgent,
  maxTouchPoints,
}: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1)
}

/** `standalone` is Safari's own word for it. */
export function isInstalled(): boolean {
  return (
    matchMedia('(display-mode: standalone)').matches ||
    ('standalone' in navigator && navigator.standalone === true)
  )
}

const KEY = 'urna-install'

export function hasDeclined(storage: Storage = localStorage): boolean {
  return storage.getItem(KEY) !== null
}

export function rememberDeclined(storage: Storage = localStorage): void {
  storage.setItem(KEY, 'declined')
}
