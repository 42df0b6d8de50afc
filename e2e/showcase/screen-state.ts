import type { Page } from '@playwright/test'

/** One state of one screen, reached by its address on a phone of the showcase and by what a person does there. */
export interface ScreenState {
  readonly name: string
  /** Behind `/`: which phone (`?fake=…`), then the screen. */
  readonly path: string
  readonly act?: (page: Page) => Promise<unknown>
}
