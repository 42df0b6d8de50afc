import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { base, buttons } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'

/** Dispatched on `window` by the registration of the service worker when a newer version waits. */
export const UPDATE_READY = 'urna-update-ready'
export interface UpdateReady {
  /** Takes the new version as soon as no tab has a ballot open; all of them reload then. */
  apply(): void
}

/** Offers a newer version. The shell hides it during a ballot, so that nothing interrupts one. */
@customElement('update-prompt')
export class UpdatePrompt extends UrnaElement {
  @state() private ready: UpdateReady | undefined
  @state() private accepted = false

  static override styles = [
    base,
    buttons,
    css`
      :host {
        position: sticky;
        inset-block-end: 0;
        z-index: 2;
      }
      :host([tall]) {
        position: static;
      }
      aside {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
        max-inline-size: 44rem;
        margin: 0 auto;
        padding: var(--space-3) var(--space-4);
        background: var(--accent-wash);
        border-block-start: 2px solid var(--accent);
      }
      p {
        flex: 1 1 14rem;
      }
    `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener(UPDATE_READY, this.#onUpdate)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener(UPDATE_READY, this.#onUpdate)
  }

  override render(): TemplateResult {
    return html`<div role="status">
      ${this.ready ? html`<aside>${this.accepted ? renderAccepted() : this.#renderOffer(this.ready)}</aside>` : nothing}
    </div>`
  }

  /**
   * What the keyboard comes to is scrolled to above the offer, and not behind it. With very large text the offer would
   * leave no room for that, and does not stay in view.
   */
  protected override updated(): void {
    super.updated()
    this.toggleAttribute('tall', this.offsetHeight > 0.4 * window.innerHeight)
    document.documentElement.style.scrollPaddingBlockEnd = this.ready
      ? `calc(${this.offsetHeight}px + 1rem)`
      : ''
  }

  #renderOffer(ready: UpdateReady): TemplateResult {
    return html`<p>${msg('A newer version of Urna is ready. Your ballots stay as they are.')}</p>
      <div>
        <button
          @click=${() => {
            this.accepted = true
            ready.apply()
          }}
        >
          ${msg('Update now')}
        </button>
        <button class="plain" @click=${() => (this.ready = undefined)}>${msg('Later')}</button>
      </div>`
  }

  readonly #onUpdate = (event: Event): void => {
    this.accepted = false
    this.ready = (event as CustomEvent<UpdateReady>).detail
  }
}

function renderAccepted(): TemplateResult {
  return html`<p>
    ${msg('The newer version starts now. If you have a ballot open in another tab, it starts when you have left that ballot.')}
  </p>`
}

declare global {
  interface HTMLElementTagNameMap {
    'update-prompt': UpdatePrompt
  }
}
