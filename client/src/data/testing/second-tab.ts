import type { Environment } from '../environment.ts'
import type { Phone } from '../phone.ts'

/** What a tab's own copy of the code offers. */
interface TabModule {
  openPhone(environment: Environment): Promise<Phone>
}

/**
 * Opens the same phone in another tab: a frame has a JavaScript world of its own, and shares disk, locks and channels with
 * this one as tabs do. Removing the frame is how a tab is killed.
 */
export async function openSecondTab(environment: Environment): Promise<{ phone: Phone; kill: () => void }> {
  const frame = document.createElement('iframe')
  document.body.append(frame)
  const world = frame.contentWindow as unknown as { eval: (code: string) => Promise<TabModule> }
  const url = new URL('../open-device.ts', import.meta.url).pathname
  const { openPhone } = await world.eval(`import(${JSON.stringify(url)})`)
  return { phone: await openPhone(environment), kill: () => frame.remove() }
}
