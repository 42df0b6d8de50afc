import type { Votes } from '#protocol/formats/ballot'
import type { Contest, Manifest } from '#protocol/formats/manifest'
import { markedOptions } from '#protocol/formats/votes'
import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { localText } from '../language/local-text.ts'
import { base } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { chosenOptions } from './choices.ts'

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
    `,
  ]

  override render(): TemplateResult {
    const contests = this.manifest.contests.filter(({ id }) => Object.hasOwn(this.votes, id))
    return html`<dl>${contests.map((contest) => this.#renderContest(contest))}</dl>`
  }

  #renderContest(contest: Contest): TemplateResult {
    const chosen = chosenOptions(contest, markedOptions(this.votes[contest.id] ?? []))
    return html`<dt>${localText(contest.title)}</dt>
      ${
        chosen.length > 0
          ? chosen.map((option) => html`<dd>${localText(option.title)}</dd>`)
          : html`<dd class="quiet">${msg('No choice')}</dd>`
      }`
  }
}
