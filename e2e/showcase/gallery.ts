import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { chromium } from '@playwright/test'
import { CHROMIUM_ARGS, chromiumPath } from '../chromium.ts'
import { photographForInstall } from './install-pictures.ts'
import type { Look } from './looks.ts'
import { LOOKS } from './looks.ts'
import type { Showcase } from './showcase.ts'
import { newScreenPage, openShowcase, showState } from './showcase.ts'
import { STATES } from './states.ts'

const SHOTS = 'dist/screenshots'
const SHEETS = 'docs/screenshots/every-screen'

interface Shot {
  readonly name: string
  readonly file: string
}

/**
 * Photographs every state of every screen in every look, to be looked at: whole pages in `dist/screenshots/<look>/`, and a
 * sheet of each look in `docs/screenshots/every-screen/`. Beside them stand the pictures of the web app manifest.
 *
 * @param args names of looks, and `install` for those pictures; everything when empty.
 * @returns the exit code.
 */
export async function run(args: readonly string[]): Promise<number> {
  const isAsked = (name: string): boolean => args.length === 0 || args.includes(name)
  const looks = LOOKS.filter(({ name }) => isAsked(name))
  const path = chromiumPath()
  const browser = await chromium.launch({
    args: [...CHROMIUM_ARGS],
    ...(path ? { executablePath: path } : {}),
  })
  const showcase = await openShowcase()
  try {
    for (const look of looks) {
      await layOut(browser, look, await photograph(browser, showcase, look))
      console.log(`${look.name}: ${String(STATES.length)} screens`)
    }
    if (isAsked('install')) await photographForInstall(browser, showcase)
  } finally {
    await browser.close()
    await showcase.close()
  }
  return looks.length === 0 && !isAsked('install') ? 2 : 0
}

async function photograph(browser: Browser, showcase: Showcase, look: Look): Promise<readonly Shot[]> {
  const folder = join(SHOTS, look.name)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const page = await newScreenPage(browser, { ...look.context, reducedMotion: 'reduce' })
  const shots: Shot[] = []
  for (const state of STATES) {
    await showState(page, showcase, state)
    await look.settle?.(page)
    const file = join(folder, `${state.name}.png`)
    await page.screenshot({ path: file, fullPage: true })
    shots.push({ name: state.name, file })
  }
  await page.context().close()
  return shots
}

/** All screens of one look on one sheet, small, each under its name. */
async function layOut(browser: Browser, look: Look, shots: readonly Shot[]): Promise<void> {
  await mkdir(SHEETS, { recursive: true })
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } })
  const wide = look.context.viewport?.width ?? 0
  const figures = await Promise.all(
    shots.map(async ({ name, file }) => {
      const data = (await readFile(file)).toString('base64')
      return `<figure><img src="data:image/png;base64,${data}"><figcaption>${name}</figcaption></figure>`
    }),
  )
  await page.setContent(`<!doctype html><title>${look.words}</title><style>
    body { margin: 16px; font: 9px system-ui, sans-serif; columns: ${wide > 700 ? '4' : '8'}; column-gap: 12px; background: #ddd }
    figure { margin: 0 0 12px; break-inside: avoid }
    img { width: 100%; display: block }
    figcaption { padding: 2px }
  </style>${figures.join('')}`)
  await page.screenshot({ path: join(SHEETS, `${look.name}.jpg`), type: 'jpeg', quality: 50, fullPage: true })
  await page.close()
}
