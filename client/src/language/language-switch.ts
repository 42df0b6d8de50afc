import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { icon } from '../ui/icon.ts'
import { base } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { languageName } from './format.ts'
import { chooseLanguage, currentLanguage } from './language.ts'
import { baseOf } from './text-in.ts'

/** Offers the languages of what is on the screen; hidden while there is only one. */
@customElement('language-switch')
export class LanguageSwitch extends UrnaElement {
  @property({ attribute: false }) languages: readonly string[] = []

  static override styles = [
    base,
    css`
      label {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
      }
      select {
        font: inherit;
        color: var(--ink);
        background: var(--ground);
        border: 2px solid var(--edge);
        border-radius: var(--radius);
        min-block-size: var(--target);
        padding-inline: var(--space-2);
        max-inline-size: 60vw;
      }
    `,
  ]

  override render(): TemplateResult | typeof nothing {
    if (this.languages.length < 2) return nothing
    const current = this.#current()
    return html`<label>
      ${icon('language')}<span class="unseen">${msg('Language')}</span>
      <select @change=${this.#choose}>
        ${this.languages.map(
          (language) =>
            html`<option value=${language} lang=${language} ?selected=${language === current}>
              ${languageName(language)}
            </option>`,
        )}
      </select>
    </label>`
  }

  #current(): string {
    const language = currentLanguage()
    const near = this.languages.find((tag) => tag === language || baseOf(tag) === baseOf(language))
    return near ?? (this.languages.includes('en') ? 'en' : (this.languages[0] ?? 'en'))
  }

  #choose(event: Event): void {
    if (event.target instanceof HTMLSelectElement) void chooseLanguage(event.target.value)
  }
}
