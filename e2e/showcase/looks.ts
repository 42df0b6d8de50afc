import type { BrowserContextOptions, Page } from '@playwright/test'

/** One way in which people meet the app: a size of screen, colours, size of text, direction of writing. */
export interface Look {
  readonly name: string
  readonly words: string
  readonly context: BrowserContextOptions
  /** Once a state is shown. */
  readonly settle?: (page: Page) => Promise<unknown>
}

const PHONE = { width: 360, height: 740 }
const TABLET = { width: 768, height: 1024 }

export const LOOKS: readonly Look[] = [
  { name: 'phone', words: '360 px, light', context: { viewport: PHONE } },
  { name: 'phone-dark', words: '360 px, dark', context: { viewport: PHONE, colorScheme: 'dark' } },
  {
    name: 'phone-large-text',
    words: '360 px, text at 200 %',
    context: { viewport: PHONE },
    settle: (page) => page.evaluate(enlargeText),
  },
  {
    name: 'phone-forced-colours',
    words: '360 px, forced colours',
    context: { viewport: PHONE, forcedColors: 'active', colorScheme: 'dark' },
  },
  {
    name: 'phone-arabic',
    words: '360 px, in Arabic',
    context: { viewport: PHONE },
    settle: (page) => chooseLanguage(page, 'ar'),
  },
  { name: 'tablet', words: '768 px', context: { viewport: TABLET } },
  {
    name: 'tablet-dark',
    words: '768 px, dark',
    context: { viewport: TABLET, colorScheme: 'dark' },
  },
  { name: 'desktop', words: '1280 px', context: { viewport: { width: 1280, height: 800 } } },
  {
    name: 'desktop-dark',
    words: '1280 px, dark',
    context: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  },
]

/** As a browser does whose reader has set its text to twice the usual size: every length in rem follows. */
export function enlargeText(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('html { font-size: 225%; }')
  document.adoptedStyleSheets = [sheet]
}

/** Undoes {@link enlargeText}. */
export function shrinkText(): void {
  document.adoptedStyleSheets = []
}

/** As a reader does, at the head of any screen; what was done there before stays. */
export async function chooseLanguage(page: Page, language: string): Promise<void> {
  await page.locator('language-switch select').selectOption(language)
  await page.waitForFunction((chosen) => document.documentElement.lang === chosen, language)
}
