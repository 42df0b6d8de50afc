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
  /** Reads the heading after each render, because it may be a nested element's. */
  protected heading(): HTMLElement | null {
    return this.renderRoot.querySelector('h1')
  }

  focusHeading(): void {
    const heading = this.heading()
    heading?.setAttribute('tabindex', '-1')
    heading?.focus({ preventScroll: true })
  }

  protected override updated(): void {
    const heading = this.heading()?.textContent.trim().replace(/\s+/g, ' ')
    document.title = heading ? `${heading} – Urna` : 'Urna'
  }
}
