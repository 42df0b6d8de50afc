import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { base, buttons, fields } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'

/** A field for a passphrase, hidden until asked for. */
@customElement('passphrase-field')
export class PassphraseField extends UrnaElement {
  @property() label = ''
  @property() hint = ''
  @property() problem = ''
  /** A passphrase that is being made up, and not one that is remembered. */
  @property({ type: Boolean }) fresh = false
  @state() private visible = false
  @query('input') private readonly input!: HTMLInputElement | null

  static override styles = [
    base,
    buttons,
    fields,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      input {
        flex: 1 1 12rem;
        inline-size: auto;
        min-inline-size: 0;
      }
    `,
  ]

  get value(): string {
    return this.input?.value ?? ''
  }

  focusField(): void {
    this.input?.focus()
  }

  override render(): TemplateResult {
    return html`<div class="field">
      <p><label for="passphrase">${this.label}</label></p>
      ${this.hint ? html`<p class="quiet" id="hint">${this.hint}</p>` : nothing}
      <div class="row">
        <input
          id="passphrase"
          name="passphrase"
          type=${this.visible ? 'text' : 'password'}
          autocomplete=${this.fresh ? 'new-password' : 'current-password'}
          autocapitalize="none"
          spellcheck="false"
          aria-describedby="hint problem"
          aria-invalid=${this.problem ? 'true' : 'false'}
          @keydown=${this.#onKeydown}
        />
        <button type="button" aria-pressed=${this.visible} @click=${() => (this.visible = !this.visible)}>
          ${msg('Show passphrase')}
        </button>
      </div>
      <p id="problem" role="alert">
        ${this.problem ? html`<span class="wrong">${this.problem}</span>` : nothing}
      </p>
    </div>`
  }

  /** A shadow root keeps Enter from the form around it. */
  #onKeydown(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.closest('form')?.requestSubmit()
  }
}
