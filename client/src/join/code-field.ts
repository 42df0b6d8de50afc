import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { live } from 'lit/directives/live.js'
import { counted } from '../language/counted.ts'
import { base, fields } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { CODE_LENGTH, countLetters, tidyCode } from './voting-code.ts'

/** The field for a voting code; it puts the typed letters in order and tells the code by a `code` event. */
@customElement('code-field')
export class CodeField extends UrnaElement {
  @property() code = ''
  /** Why the code was not taken, in words. */
  @property() problem = ''

  static override styles = [
    base,
    fields,
    css`
      #code {
        /* The whole code stays in sight, however large the text is. */
        font-size: min(1rem, 6.2vw);
        font-variant-numeric: tabular-nums;
        letter-spacing: 0.06em;
        text-transform: uppercase;
        direction: ltr;
      }
    `,
  ]

  override render(): TemplateResult {
    const missing = CODE_LENGTH - countLetters(this.code)
    return html`<div class="field">
      <p><label for="code">${msg('Voting code')}</label></p>
      <p class="quiet" id="hint">
        ${msg('16 letters and digits from your letter or message. Upper or lower case, with or without dashes.')}
      </p>
      <input
        id="code"
        name="code"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        placeholder="XXXX-XXXX-XXXX-XXXX"
        .value=${live(this.code)}
        aria-describedby="hint state"
        aria-invalid=${this.problem ? 'true' : 'false'}
        @input=${this.#onInput}
      />
      <p id="state" class="small" role="status">
        ${
          this.problem
            ? html`<span class="wrong">${this.problem}</span>`
            : missing > 0 && missing < CODE_LENGTH
              ? counted(missing, '1 to go', str`${missing} to go`)
              : nothing
        }
      </p>
    </div>`
  }

  focusField(): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  #onInput(event: InputEvent): void {
    const field = event.target
    if (!(field instanceof HTMLInputElement)) return
    const atEnd = field.selectionStart === field.value.length
    // Dashes appear while writing at the end; a correction in the middle keeps its place.
    this.code = atEnd ? tidyCode(field.value) : field.value
    this.dispatchEvent(new CustomEvent<string>('code', { detail: tidyCode(field.value) }))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'code-field': CodeField
  }
}
