import { updateWhenLocaleChanges } from '@lit/localize'
import { LitElement } from 'lit'
import { onLanguageChange } from '../language/language.ts'

/** Dispatched, for whatever is around it, by an element that no longer has what had the focus, and no other place for it. */
export const FOCUS_GONE = 'urna-focus-gone'

/**
 * Every element of ours: it renders again when the voter chooses another language, and hands the focus on when a render
 * takes away what had it. The browser would leave it nowhere, and Tab would begin at the top of the page.
 */
export abstract class UrnaElement extends LitElement {
  #stopListening: (() => void) | undefined
  #hadFocus = false

  constructor() {
    super()
    updateWhenLocaleChanges(this)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stopListening = onLanguageChange(() => this.requestUpdate())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stopListening?.()
  }

  protected override willUpdate(): void {
    this.#hadFocus = this.shadowRoot?.activeElement != null
  }

  protected override updated(): void {
    if (this.#hadFocus && document.activeElement === document.body) this.inheritFocus()
  }

  /** Finds a place for the focus, after what had it is gone. */
  protected inheritFocus(): void {
    this.dispatchEvent(new Event(FOCUS_GONE, { bubbles: true, composed: true }))
  }
}

/** An element that fills the page: it has one `h1`, which names the page and takes the focus when it opens. */
export abstract class UrnaScreen extends UrnaElement {
  /** Reads the heading after each render, because it may be a nested element's. */
  protected heading(): HTMLElement | null {
    return this.renderRoot.querySelector('h1')
  }

  focusHeading(): void {
    const heading = this.heading()
    if (heading) moveFocus(heading)
  }

  /** When a step of the screen gives way to the next. */
  protected override inheritFocus(): void {
    this.focusHeading()
  }

  protected override updated(): void {
    super.updated()
    // A heading inside a nested element is there only when that has rendered too.
    void this.updateComplete.then(() => this.#nameDocument())
  }

  #nameDocument(): void {
    const heading = this.heading()?.textContent.trim().replace(/\s+/g, ' ')
    document.title = heading ? `${heading} – Urna` : 'Urna'
  }
}

/** Focuses `target`. The page moves only for whoever has to see where the focus is, and not under a finger. */
export function moveFocus(target: HTMLElement): void {
  // Text takes the focus only when it is given: a click on it must not.
  if (target.tabIndex < 0) target.tabIndex = -1
  target.focus({ preventScroll: true })
  if (target.matches(':focus-visible')) target.scrollIntoView({ block: 'nearest' })
}
