import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { base, fields } from '../../ui/styles.ts'
import { UrnaElement } from '../../ui/urna-element.ts'

/** A field that finds options of a long paper by their names. Dispatches `filter` with what is in it. */
@customElement('option-filter')
export class OptionFilter extends UrnaElement {
  @property({ type: Number }) total = 0
  @property({ type: Number }) shown = 0

  static override styles = [
    base,
    fields,
    css`
      :host {
        margin-block-start: var(--space-4);
      }
      label {
        display: block;
        margin-block-end: var(--space-1);
      }
      p {
        margin-block-start: var(--space-1);
      }
      input[type='search'] {
        appearance: none;
        scroll-margin-block: calc(var(--question, 0px) + 4rem) calc(var(--tray, 0px) + 4rem);
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<label for="find">${msg('Find an option by its name')}</label>
      <input id="find" type="search" autocomplete="off" spellcheck="false" @input=${this.#onInput} />
      <p class="quiet small" role="status">${this.#words()}</p>`
  }

  #words(): string {
    const { shown, total } = this
    if (shown === total) return msg(str`All ${total} options are shown`)
    return shown === 0 ? msg('No option has such a name') : msg(str`${shown} of ${total} options are shown`)
  }

  #onInput(event: Event): void {
    if (event.target instanceof HTMLInputElement)
      this.dispatchEvent(new CustomEvent<string>('filter', { detail: event.target.value }))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'option-filter': OptionFilter
  }
}
