import type { Votes } from '#protocol/formats/ballot'
import type { Manifest } from '#protocol/formats/manifest'
import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { BallotOnDevice, Device } from '../device.ts'
import { icon } from '../ui/icon.ts'
import { base, buttons } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import '../vote/vote-summary.ts'
import { renderProof } from './proof.ts'

/** A ballot's choices, fetched when asked for and gone again when the page is left or goes out of sight. */
@customElement('hidden-choices')
export class HiddenChoices extends UrnaElement {
  @property({ attribute: false }) device!: Device
  @property({ attribute: false }) ballot!: BallotOnDevice
  @property({ attribute: false }) manifest!: Manifest
  @state() private votes: Votes | 'hidden' | 'missing' = 'hidden'

  static override styles = [
    base,
    buttons,
    css`
      vote-summary,
      .proof {
        margin-block-start: var(--space-3);
      }
    `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('visibilitychange', this.#onVisibility)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#onVisibility)
    this.votes = 'hidden'
  }

  override render(): TemplateResult {
    const shown = this.votes !== 'hidden'
    return html`<button
        aria-expanded=${shown}
        @click=${shown ? this.#hide : this.#reveal}
        @keydown=${this.#onKeydown}
      >
        ${icon('eye')}${shown ? msg('Hide my choices') : msg('Show my choices')}
      </button>
      ${
        this.votes === 'missing'
          ? html`<p>${msg('This phone does not hold the choices of this ballot: it was cast elsewhere.')}</p>`
          : this.votes === 'hidden'
            ? nothing
            : html`<vote-summary .manifest=${this.manifest} .votes=${this.votes}></vote-summary>`
      }
      ${shown && this.ballot.stage === 'counted' ? renderProof(this.device, this.ballot.id) : nothing}`
  }

  async #reveal(): Promise<void> {
    this.votes = (await this.device.revealVotes(this.ballot.id)) ?? 'missing'
  }

  #hide(): void {
    this.votes = 'hidden'
  }

  /** Somebody comes near: the key that closes things is found without looking. */
  #onKeydown({ key }: KeyboardEvent): void {
    if (key === 'Escape') this.#hide()
  }

  readonly #onVisibility = (): void => {
    if (document.hidden) this.#hide()
  }
}
