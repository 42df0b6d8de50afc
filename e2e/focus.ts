import type { Page } from '@playwright/test'

/** What has the focus, as somebody sees it who has no pointer. */
export interface Focus {
  /** Which stop of the Tab order it is; the radio buttons of one question are one stop. -1 for none of them. */
  readonly stop: number
  /** For a message: its tag and its text. */
  readonly what: string
  /** What is wrong with how it is shown; empty when nothing is. */
  readonly problems: readonly string[]
  /** Where it stands on the page, in CSS pixels from the page's own corner. */
  readonly place: Place
}

interface Place {
  readonly left: number
  readonly top: number
  readonly bottom: number
}

/** Reads it, through every shadow root; undefined when nothing but the page itself has the focus. */
export function readFocus(page: Page): Promise<Focus | undefined> {
  return page.evaluate(() => window.urnaKeyboard.describeFocus())
}

/** How many stops the Tab key has on this page. */
export function countStops(page: Page): Promise<number> {
  return page.evaluate(() => window.urnaKeyboard.findStops().length)
}

/** Gives every page that is opened from now on what {@link readFocus} and {@link countStops} ask. */
export async function watchFocus(page: Page): Promise<void> {
  await page.addInitScript(`window.urnaKeyboard = (() => {
    ${IN_PAGE.map(String).join('\n')}
    return { describeFocus, findStops }
  })()`)
}

declare global {
  interface Window {
    urnaKeyboard: { describeFocus(): Focus | undefined; findStops(): readonly Element[] }
  }
}

/** These run in the page: they may use one another, and nothing else of this file. */
const IN_PAGE: readonly ((...args: never[]) => unknown)[] = [
  describeFocus,
  focused,
  findStops,
  isFirstOfGroup,
  groupOf,
  findProblems,
  hasIndicator,
  topAt,
  covers,
]

/** What {@link readFocus} returns. */
function describeFocus(): Focus | undefined {
  const element = focused()
  if (!element) return undefined
  const box = element.getBoundingClientRect()
  const { left, top, bottom } = box
  const text = element.closest('label')?.textContent ?? element.textContent
  return {
    stop: findStops().indexOf(groupOf(element)[0] ?? element),
    what: `<${element.localName}> ${text.trim().replace(/\s+/g, ' ').slice(0, 60)}`,
    problems: findProblems(element, box),
    place: { left: left + scrollX, top: top + scrollY, bottom: bottom + scrollY },
  }
}

function focused(): Element | undefined {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element === null || element === document.body ? undefined : element
}

function findStops(root: Document | ShadowRoot = document): readonly Element[] {
  const tabbable = 'a[href], button:enabled, input:enabled, select:enabled, summary, [tabindex="0"]'
  return [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element.matches(tabbable) && isFirstOfGroup(element) && element.checkVisibility() ? [element] : []),
    ...(element.shadowRoot ? findStops(element.shadowRoot) : []),
  ])
}

function isFirstOfGroup(element: Element): boolean {
  return groupOf(element)[0] === element
}

/** The radio buttons of one question, else the element alone. */
function groupOf(element: Element): readonly Element[] {
  if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return [element]
  const root = element.getRootNode() as Document | ShadowRoot
  return [...root.querySelectorAll(`input[type=radio][name=${CSS.escape(element.name)}]`)]
}

/** An outline, on the element or on the label that stands for it. A shadow may be there without any focus. */
function hasIndicator(element: Element): boolean {
  return [element, element.closest('label')].some((shown) => {
    if (!shown) return false
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(shown)
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !/, 0\)$/.test(outlineColor)
  })
}

/** What lies on top at a point, through every shadow root. */
function topAt(x: number, y: number): Element | null {
  let top = document.elementFromPoint(x, y)
  for (;;) {
    const inner: Element | null | undefined = top?.shadowRoot?.elementFromPoint(x, y)
    if (!inner || inner === top) return top
    top = inner
  }
}

function covers(element: Element, top: Element): boolean {
  return !(element === top || element.contains(top) || top.contains(element))
}

function findProblems(element: Element, { left, top, width, height }: DOMRect): readonly string[] {
  if (width < 2 || height < 2) return ['has no size']
  const onTop = topAt(left + width / 2, top + height / 2)
  return [
    ...(hasIndicator(element) ? [] : ['shows no focus']),
    ...(onTop === null ? ['is out of view'] : []),
    ...(onTop !== null && covers(element, onTop) ? [`lies behind ${onTop.outerHTML.slice(0, 80)}`] : []),
  ]
}
