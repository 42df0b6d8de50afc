import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Device } from '../device.ts'
import { icon } from '../ui/icon.ts'
import { saveFile } from '../ui/save-file.ts'
import { base, buttons } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'

/** Saves what this phone holds against the election office, each piece signed by it. No vote is in it. */
@customElement('evidence-button')
export class EvidenceButton extends UrnaElement {
  @property({ attribute: false }) device!: Device
  @property() election = ''
  @state() private saved = false

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<p><button @click=${this.#save}>${icon('download')}${msg('Save the evidence')}</button></p>
      <p role="status">
        ${this.saved ? msg('It is saved. Your browser keeps it, usually among the downloads. No vote is in it.') : ''}
      </p>`
  }

  async #save(): Promise<void> {
    saveFile(`urna-evidence-${this.election}.json`, await this.device.evidence(this.election))
    this.saved = true
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'evidence-button': EvidenceButton
  }
}
