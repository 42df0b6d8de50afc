import type { Environment } from '../environment.ts'
import type { Phone } from '../phone.ts'

export interface Tab<Module> {
  readonly module: Module
  readonly window: Window
  readonly kill: () => void
}

/**
 * Opens a module in another tab: a frame has a JavaScript world of its own, and shares disk, locks and channels with this
 * one as tabs do. Removing the frame is how a tab is killed.
 *
 * @param url as the browser imports it.
 */
export async function openTab<Module>(url: URL): Promise<Tab<Module>> {
  const frame = document.createElement('iframe')
  document.body.append(frame)
  const window = frame.contentWindow as unknown as Window & { eval: (code: string) => Promise<Module> }
  const module = await window.eval(`import(${JSON.stringify(url.pathname)})`)
  return { module, window, kill: () => frame.remove() }
}

/** Opens the same phone in another tab. */
export async function openSecondTab(environment: Environment): Promise<{ phone: Phone; kill: () => void }> {
  const url = new URL('../open-device.ts', import.meta.url)
  const { module, kill } = await openTab<{ openPhone(environment: Environment): Promise<Phone> }>(url)
  return { phone: await module.openPhone(environment), kill }
}
