import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { BallotOnDevice, ElectionOnDevice } from '../device.ts'
import { formatMoment } from '../language/format.ts'
import { icon } from '../ui/icon.ts'
import { base } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { refusalWords } from './refusal-words.ts'
import { deadlineWords, stageWords } from './stage-words.ts'

/** How one ballot stands: an icon, a word and a sentence, and after a rejection why and what to do. */
@customElement('ballot-stage')
export class BallotStage extends UrnaElement {
  @property({ attribute: false }) ballot: BallotOnDevice | undefined
  @property({ attribute: false }) election: ElectionOnDevice | undefined

  static override styles = [
    base,
    css`
      div {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        column-gap: var(--space-3);
        align-items: start;
      }
      .sign {
        display: grid;
        place-items: center;
        inline-size: min(2.75rem, 14vw);
        aspect-ratio: 1;
        border-radius: 50%;
        border: 2px solid var(--accent);
        color: var(--accent);
        grid-row: span 9;
      }
      .counted .sign {
        background: var(--accent);
        color: var(--on-accent);
      }
      .saved .sign {
        border-style: dashed;
      }
      .rejected .sign {
        border-color: var(--alarm);
        color: var(--alarm);
        border-radius: 4px;
      }
      .word {
        font-weight: 700;
        font-size: var(--text-l);
        line-height: 1.25;
        overflow-wrap: anywhere;
      }
      .rejected .word {
        color: var(--alarm);
      }
      p + p {
        margin-block-start: var(--space-1);
      }
    `,
  ]

  override render(): TemplateResult | typeof nothing {
    const { ballot } = this
    if (!ballot) return nothing
    const words = stageWords(ballot.stage)
    return html`<div class=${ballot.stage} role="status">
      <span class="sign">${icon(words.icon)}</span>
      <p class="word">${words.word}</p>
      <p>${words.sentence}</p>
      ${ballot.stage === 'saved' && this.election ? html`<p>${deadlineWords(this.election)}</p>` : nothing}
      ${ballot.stage === 'rejected' ? renderRefusal(ballot.reason) : nothing}
      ${ballot.overdue ? renderOverdue(ballot.appendBy ?? '') : nothing}
    </div>`
  }
}

function renderRefusal(reason: string | undefined): TemplateResult {
  const { why, todo } = refusalWords(reason)
  return html`<p>
      <strong>${msg('Why:')}</strong> ${why}
      ${reason ? html`<bdi class="quiet" translate="no">(${reason})</bdi>` : nothing}
    </p>
    <p><strong>${msg('What to do:')}</strong> ${todo}</p>`
}

function renderOverdue(appendBy: string): TemplateResult {
  return html`<p>
    ${msg(
      str`The office promised to count it by ${formatMoment(appendBy)}, and this phone has not seen that yet. If you have voted here before from another phone, or before you restored your recovery file, that ballot may hold its place. Otherwise go online; if this stays, show the organiser this page: this phone holds their signed receipt.`,
    )}
  </p>`
}
