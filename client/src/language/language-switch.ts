import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { live } from 'lit/directives/live.js'
import { icon } from '../ui/icon.ts'
import { base } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { chooseLanguage, currentLanguage, LANGUAGES } from './language.ts'
import { baseOf, languageName } from './text-in.ts'

/** Offers the app's languages by their own names, and those that only the election on the screen has. */
@customElement('language-switch')
export class LanguageSwitch extends UrnaElement {
  /** The languages that the texts on the screen are in. */
  @property({ attribute: false }) languages: readonly string[] = []
  @state() private outcome: 'none' | 'changed' | 'missing' = 'none'

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

  override render(): TemplateResult {
    const offered = [...LANGUAGES, ...this.languages.filter((tag) => !LANGUAGES.includes(baseOf(tag)))]
    const current = currentLanguage()
    const shown =
      offered.find((tag) => tag === current) ?? offered.find((tag) => baseOf(tag) === baseOf(current))
    return html`<label>
        ${icon('language')}<span class="unseen">${msg('Language')}</span>
        <select @change=${this.#choose}>
          ${offered.map((tag) => html`<option value=${tag} lang=${tag} .selected=${live(tag === shown)}>${languageName(tag)}</option>`)}
        </select>
      </label>
      <p role="status" class=${this.outcome === 'missing' ? 'small' : 'unseen'}>
        ${this.#outcomeWords(shown ?? 'en')}
      </p>`
  }

  #outcomeWords(shown: string): string | typeof nothing {
    if (this.outcome === 'changed') return msg(str`The language is now ${languageName(shown)}.`)
    if (this.outcome === 'missing')
      return msg('That language is not on this phone yet. Go online, then choose it again.')
    return nothing
  }

  async #choose({ target }: Event): Promise<void> {
    if (!(target instanceof HTMLSelectElement)) return
    try {
      await chooseLanguage(target.value)
      this.outcome = 'changed'
    } catch {
      this.outcome = 'missing'
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'language-switch': LanguageSwitch
  }
}
