import { updateWhenLocaleChanges } from '@lit/localize'
import { LitElement } from 'lit'
import { onLanguageChange } from '../language/language.ts'

/** Every element of ours: it renders again when the voter chooses another language. */
export abstract class UrnaElement extends LitElement {
  #stopListening: (() => void) | undefined

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
}

/** An element that fills the page: it has one `h1`, which names the page and takes the focus when it opens. */
export abstract class UrnaScreen extends UrnaElement {
  #hadFocus = false

  /** Reads the heading after each render, because it may be a nested element's. */
  protected heading(): HTMLElement | null {
    return this.renderRoot.querySelector('h1')
  }

  focusHeading(): void {
    const heading = this.heading()
    heading?.setAttribute('tabindex', '-1')
    heading?.focus({ preventScroll: true })
  }

  /** Where the focus was is gone when a step of the screen gives way to the next: the heading takes it then. */
  protected override willUpdate(): void {
    this.#hadFocus = this.shadowRoot?.activeElement != null
  }

  protected override updated(): void {
    if (this.#hadFocus && this.shadowRoot?.activeElement == null) this.focusHeading()
    // A heading inside a nested element is there only when that has rendered too.
    void this.updateComplete.then(() => this.#nameDocument())
  }

  #nameDocument(): void {
    const heading = this.heading()?.textContent.trim().replace(/\s+/g, ' ')
    document.title = heading ? `${heading} – Urna` : 'Urna'
  }
}
