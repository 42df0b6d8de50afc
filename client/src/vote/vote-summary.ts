import type { Votes } from '#protocol/formats/ballot'
import type { Contest, Manifest } from '#protocol/formats/manifest'
import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { localText } from '../language/local-text.ts'
import { base } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { renderChoiceLine } from './choice-line.ts'
import { choiceLines } from './choice-lines.ts'

/** A ballot's choices, contest by contest, to read and not to change. */
@customElement('vote-summary')
export class VoteSummary extends UrnaElement {
  @property({ attribute: false }) manifest!: Manifest
  @property({ attribute: false }) votes: Votes = {}

  static override styles = [
    base,
    css`
      dt {
        font-weight: 600;
      }
      dd + dt {
        margin-block-start: var(--space-3);
      }
      dd {
        display: flex;
        gap: var(--space-2);
        overflow-wrap: anywhere;
      }
      dd:has(.score) {
        flex-wrap: wrap;
      }
      .scored {
        flex: 1 1 4em;
        min-inline-size: 0;
      }
      .place,
      .score {
        flex: none;
        font-weight: 700;
      }
      .place {
        min-inline-size: 1.25em;
      }
      .score {
        margin-inline-start: auto;
      }
    `,
  ]

  override render(): TemplateResult {
    const contests = this.manifest.contests.filter(({ id }) => Object.hasOwn(this.votes, id))
    return html`<dl>${contests.map((contest) => this.#renderContest(contest))}</dl>`
  }

  #renderContest(contest: Contest): TemplateResult {
    const lines = choiceLines(contest, this.votes[contest.id] ?? [])
    return html`<dt>${localText(contest.title)}</dt>
      ${
        lines.length > 0
          ? lines.map((line) => html`<dd>${renderChoiceLine(line, contest)}</dd>`)
          : html`<dd class="quiet">${msg('No choice')}</dd>`
      }`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vote-summary': VoteSummary
  }
}
