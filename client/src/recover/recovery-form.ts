import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Device } from '../device.ts'
import { problemWords } from '../join/join-problems.ts'
import { icon } from '../ui/icon.ts'
import { saveFile } from '../ui/save-file.ts'
import { base, buttons, fields, layout } from '../ui/styles.ts'
import '../ui/ui-busy.ts'
import '../ui/ui-notice.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import './passphrase-field.ts'
import type { PassphraseField } from './passphrase-field.ts'

/** Short enough to type, long enough that guessing it costs more than a vote is worth. */
export const MIN_PASSPHRASE = 12

/** Makes the recovery file of one election and hands it over as a download. Dispatches `saved`. */
@customElement('recovery-form')
export class RecoveryForm extends UrnaElement {
  @property({ attribute: false }) device!: Device
  @property() election = ''
  @state() private busy = false
  @state() private problem: (() => string) | undefined

  static override styles = [
    base,
    layout,
    buttons,
    fields,
    css`
      .wrong {
        margin-block-start: var(--space-2);
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<form
      class="stack"
      novalidate
      @submit=${this.#submit}
      @input=${() => (this.problem = undefined)}
    >
      <passphrase-field
        .label=${msg('Passphrase for the file')}
        .hint=${msg('At least 12 characters: four or five words that you can remember. Nobody can reset it.')}
        fresh
        .problem=${this.problem?.() ?? ''}
      ></passphrase-field>
      ${this.busy ? html`<ui-busy>${msg('Sealing the file with your passphrase …')}</ui-busy>` : nothing}
      <p>
        <button class="primary" aria-disabled=${this.busy}>
          ${icon('download')}${msg('Save recovery file')}
        </button>
      </p>
    </form>`
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    const field = this.renderRoot.querySelector<PassphraseField>('passphrase-field')
    const passphrase = field?.value ?? ''
    this.problem = undefined
    if (passphrase.length < MIN_PASSPHRASE) {
      this.problem = () => msg('This passphrase is shorter than 12 characters.')
      field?.focusField()
      return
    }
    this.busy = true
    try {
      const text = await this.device.recoveryFile(this.election, passphrase)
      saveFile({ name: `urna-recovery-${this.election}.json`, text, type: 'application/json' })
      this.dispatchEvent(new CustomEvent('saved'))
    } catch (error) {
      this.problem = () => problemWords(error)
    } finally {
      this.busy = false
    }
  }
}
