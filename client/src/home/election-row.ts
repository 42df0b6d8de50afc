import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Schedule } from '../election/phase-words.ts'
import { phaseWords } from '../election/phase-words.ts'
import { localText } from '../language/local-text.ts'
import type { LocalizedText } from '../language/text-in.ts'
import { icon } from '../ui/icon.ts'
import { base } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'

/** One election in a list: its name leads to it, and a line says where it stands. */
@customElement('election-row')
export class ElectionRow extends UrnaElement {
  @property({ attribute: false }) name: LocalizedText = {}
  @property({ attribute: false }) schedule: Schedule | undefined
  @property() href = ''
  @property() note = ''

  static override styles = [
    base,
    css`
      a {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        padding: var(--space-3) var(--space-2);
        margin-inline: calc(-1 * var(--space-2));
        border-block-end: var(--line-width) solid var(--line);
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        background: var(--accent-wash);
      }
      div {
        flex: 1;
        min-inline-size: 0;
      }
      .name {
        font-weight: 600;
        color: var(--accent);
        text-decoration: underline;
        text-underline-offset: 0.2em;
        text-decoration-thickness: 0.08em;
        overflow-wrap: break-word;
      }
      .icon {
        color: var(--accent);
      }
      .note {
        font-weight: 600;
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<a href=${this.href}>
      <div>
        <span class="name">${localText(this.name)}</span>
        <p class="quiet small">
          ${this.schedule ? phaseWords(this.schedule) : nothing}
          ${this.note ? html`<br /><span class="note">${this.note}</span>` : nothing}
        </p>
      </div>
      ${icon('arrow')}
    </a>`
  }
}
