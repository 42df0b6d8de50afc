import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { Focus } from './focus.ts'
import { countStops, readFocus, watchFocus } from './focus.ts'

/** More stops than any of our pages has. */
const MANY = 60

/** A voter's keyboard: nothing else touches the page, and every key that is pressed leaves the focus where it can be seen. */
export class Keyboard {
  readonly #page: Page

  private constructor(page: Page) {
    this.#page = page
  }

  static async of(page: Page): Promise<Keyboard> {
    await watchFocus(page)
    return new Keyboard(page)
  }

  /** Presses a key that acts on what has the focus: afterwards something has it still, and shows it. */
  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key)
    await this.expectFocus()
  }

  /** Something has the focus, and shows it. */
  async expectFocus(): Promise<void> {
    await expect(async () => {
      expectSeen(await readFocus(this.#page))
    }).toPass({ timeout: 5000 })
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text)
    expectSeen(await readFocus(this.#page))
  }

  /** Goes on with Tab, or back with Shift+Tab, until `target` has the focus. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await expect(target).toBeVisible()
    for (let presses = 0; presses < MANY; presses++) {
      await this.#tab(key)
      if (await target.evaluate((element) => (element.getRootNode() as Document).activeElement === element))
        return
    }
    throw new Error(`${key} does not come to ${String(target)}`)
  }

  /** Follows a link, or presses a button, that leads to another screen: the focus is on its heading then. */
  async follow(target: Locator, heading: string): Promise<void> {
    await this.tabTo(target)
    await this.press('Enter')
    await this.expectHeading(heading)
  }

  /** Where the focus is once a screen, or a step of one, has given way to the next. */
  async expectHeading(name: string): Promise<void> {
    await expect(this.#page.getByRole('heading', { level: 1, name, exact: true })).toBeFocused()
    await this.expectFocus()
  }

  /** Goes on to a box and marks it. */
  async mark(box: Locator): Promise<void> {
    await this.tabTo(box)
    await this.press('Space')
    await expect(box).toBeChecked()
  }

  /**
   * Goes through the whole page and back again. Every stop is come to, once, in the order in which it is read; none holds
   * the focus, so that the page can be left at both ends.
   */
  async walk(): Promise<void> {
    const there = await this.#walk('Tab')
    const jumps = there.filter((focus, index) => isBefore(focus, there[index - 1]))
    expect(jumps.map(({ what }) => what)).toEqual([])
    await this.#walk('Shift+Tab')
  }

  /** From the page's one end to the other, and out; some browsers then begin anew, and some leave the page. */
  async #walk(key: 'Tab' | 'Shift+Tab'): Promise<readonly Focus[]> {
    const order = [...Array(await countStops(this.#page)).keys()]
    if (key === 'Shift+Tab') order.reverse()
    let focus = await this.#tab(key)
    for (let presses = 0; focus?.stop !== order[0]; presses++) {
      expect(presses, `${key} stays at ${String(focus?.what)}`).toBeLessThan(MANY)
      focus = await this.#tab(key)
    }
    const walked: (Focus | undefined)[] = [focus]
    while (walked.length < order.length) walked.push(await this.#tab(key))
    expect(walked.map((each) => each?.stop)).toEqual(order)
    expect([undefined, order[0]]).toContain((await this.#tab(key))?.stop)
    return walked.filter((each) => each !== undefined)
  }

  async #tab(key: 'Tab' | 'Shift+Tab'): Promise<Focus | undefined> {
    await this.#page.keyboard.press(key)
    const focus = await readFocus(this.#page)
    if (focus) expectSeen(focus)
    return focus
  }
}

function expectSeen(focus: Focus | undefined): void {
  expect(focus, 'the focus is lost').toBeDefined()
  expect(focus?.problems.map((problem) => `${focus.what}: ${problem}`)).toEqual([])
}

/** Above what came before it, or on its left in one row. */
function isBefore({ place }: Focus, before: Focus | undefined): boolean {
  if (!before) return false
  const sameRow = place.top < before.place.bottom && before.place.top < place.bottom
  return sameRow ? place.left < before.place.left : place.bottom <= before.place.top
}
