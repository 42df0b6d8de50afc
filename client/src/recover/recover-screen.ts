import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { electionHref, replaceRoute } from '../app/routes.ts'
import type { Device } from '../device.ts'
import { DeviceError } from '../device.ts'
import { problemWords } from '../join/join-problems.ts'
import { base, buttons, fields, layout } from '../ui/styles.ts'
import '../ui/ui-busy.ts'
import '../ui/ui-notice.ts'
import { UrnaScreen } from '../ui/urna-element.ts'
import './passphrase-field.ts'
import type { PassphraseField } from './passphrase-field.ts'

/** Brings the right to vote from a recovery file to this phone. */
@customElement('recover-screen')
export class RecoverScreen extends UrnaScreen {
  @property({ attribute: false }) device!: Device
  @state() private busy = false
  @state() private fileProblem: (() => string) | undefined
  @state() private passphraseProblem: (() => string) | undefined
  @query('#file') private readonly fileField!: HTMLInputElement | null
  @query('passphrase-field') private readonly passphraseField!: PassphraseField | null

  static override styles = [
    base,
    layout,
    buttons,
    fields,
    css`
      input {
        font: inherit;
        inline-size: 100%;
        min-block-size: var(--target);
      }
      input::file-selector-button {
        font: inherit;
        font-weight: 600;
        color: var(--ink);
        background: transparent;
        border: 2px solid var(--edge);
        border-radius: var(--radius);
        min-block-size: var(--target);
        padding-inline: var(--space-4);
        margin-inline-end: var(--space-3);
        cursor: pointer;
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<div class="stack">
      <h1>${msg('Restore from a recovery file')}</h1>
      <p>
        ${msg('Use the file that you saved when you joined, and its passphrase. It works without a network. Then vote on one phone only: of two ballots, the later one counts, and where only one ballot is allowed, the first.')}
      </p>
      <form class="stack" novalidate @submit=${this.#submit} @input=${this.#forgetProblems}>
        <div class="field">
          <p><label for="file">${msg('Recovery file')}</label></p>
          <input
            id="file"
            name="file"
            type="file"
            accept=".json,application/json"
            aria-describedby="file-problem"
            aria-invalid=${this.fileProblem ? 'true' : 'false'}
          />
          <p id="file-problem" role="alert">
            ${this.fileProblem ? html`<span class="wrong">${this.fileProblem()}</span>` : nothing}
          </p>
        </div>
        <passphrase-field
          .label=${msg('Passphrase of the file')}
          .problem=${this.passphraseProblem?.() ?? ''}
        ></passphrase-field>
        ${this.busy ? html`<ui-busy>${msg('Opening the file …')}</ui-busy>` : nothing}
        <p><button class="primary" aria-disabled=${this.busy}>${msg('Restore')}</button></p>
      </form>
    </div>`
  }

  #forgetProblems(): void {
    this.fileProblem = undefined
    this.passphraseProblem = undefined
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    this.#forgetProblems()
    const file = this.fileField?.files?.[0]
    const passphrase = this.passphraseField?.value ?? ''
    if (!file) this.fileProblem = () => msg('Choose the recovery file first.')
    if (passphrase === '') this.passphraseProblem = () => msg('Type the passphrase of the file.')
    if (file && passphrase !== '') await this.#restore(file, passphrase)
    await this.#focusProblem()
  }

  /** The field that a problem is about, the first of two: the problem's words may have pushed the button out of view. */
  async #focusProblem(): Promise<void> {
    await this.updateComplete
    if (this.fileProblem) this.fileField?.focus()
    else if (this.passphraseProblem) this.passphraseField?.focusField()
  }

  async #restore(file: File, passphrase: string): Promise<void> {
    this.busy = true
    try {
      const { id } = await this.device.restore(await file.text(), passphrase)
      replaceRoute(electionHref(id))
    } catch (error) {
      const wrong = error instanceof DeviceError && error.code === 'wrong-passphrase'
      if (wrong) this.passphraseProblem = () => problemWords(error)
      else this.fileProblem = () => problemWords(error)
    } finally {
      this.busy = false
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'recover-screen': RecoverScreen
  }
}
