import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Device } from '../device.ts'
import { icon } from '../ui/icon.ts'
import { saveFile } from '../ui/save-file.ts'
import { base, buttons } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'

/** Saves the proof that a ballot is in the public record. It names the ballot, so it stands beside the choices and not alone. */
@customElement('proof-button')
export class ProofButton extends UrnaElement {
  @property({ attribute: false }) device!: Device
  /** Its `_id`. */
  @property() ballot = ''
  @state() private saved = false

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        margin-block-start: var(--space-3);
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<p>
        ${msg('The proof that this ballot is in the public record can be checked without this phone. Whoever has the file can find the ballot there and see the vote in it.')}
      </p>
      <p><button @click=${this.#save}>${icon('download')}${msg('Save the proof')}</button></p>
      <p role="status">
        ${this.saved ? msg('It is saved. Your browser keeps it, usually among the downloads.') : ''}
      </p>`
  }

  async #save(): Promise<void> {
    const proof = await this.device.proof(this.ballot)
    if (proof === undefined) return
    saveFile(`${this.ballot.slice('ballot:'.length)}.tlog-proof`, proof, 'text/plain')
    this.saved = true
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'proof-button': ProofButton
  }
}
