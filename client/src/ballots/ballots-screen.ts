import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { electionHref } from '../app/routes.ts'
import type { BallotOnDevice, Device, ElectionOnDevice } from '../device.ts'
import { renderNoElection } from '../election/no-election.ts'
import { mayVote, nextStep } from '../election/next-step.ts'
import { stepWords } from '../election/step-words.ts'
import { renderEvidence } from '../evidence/evidence.ts'
import { renderAlarm } from '../evidence/log-alarm.ts'
import '../install/install-nudge.ts'
import { localText } from '../language/local-text.ts'
import { icon } from '../ui/icon.ts'
import { base, buttons, layout, links } from '../ui/styles.ts'
import '../ui/ui-notice.ts'
import { UrnaScreen } from '../ui/urna-element.ts'
import { Watch } from '../watch.ts'
import './ballot-stage.ts'
import './hidden-choices.ts'
import { replacedWords } from './stage-words.ts'

/** This phone's ballots in one election: how each stands, and the choices only when asked for. */
@customElement('ballots-screen')
export class BallotsScreen extends UrnaScreen {
  @property({ attribute: false }) device!: Device
  @property() election = ''

  readonly #elections = new Watch(this, () => this.device.elections)
  readonly #ballots = new Watch(this, () => this.device.ballots(this.election))

  static override styles = [
    base,
    layout,
    buttons,
    links,
    css`
      ol {
        list-style: none;
      }
      ol > li + li {
        margin-block-start: var(--space-4);
      }
      .replaced {
        box-shadow: none;
        background: transparent;
      }
      .replaced p {
        display: flex;
        gap: var(--space-2);
      }
    `,
  ]

  override render(): TemplateResult {
    const found = this.#elections.value?.find(({ id }) => id === this.election)
    if (!found) return renderNoElection(this.election)
    const ballots = this.#ballots.value ?? []
    return html`<div class="stack">
      <p class="quiet">${localText(found.manifest.title)}</p>
      <h1>${msg('My ballots')}</h1>
      ${renderAlarm(this.device, found)}
      ${ballots.length > 0 ? this.#renderBallots(found, ballots) : html`<p>${msg('You have not voted here yet.')}</p>`}
      ${this.#renderActions(found, ballots)}
    </div>`
  }

  #renderBallots(found: ElectionOnDevice, ballots: readonly BallotOnDevice[]): TemplateResult {
    return html`<ol>
      ${repeat(
        ballots,
        ({ id }) => id,
        (ballot) =>
          html`<li class="paper stack ${ballot.replaced ? 'replaced' : ''}">
            ${
              ballot.replaced && ballot.stage !== 'rejected'
                ? renderReplaced(ballot, ballots)
                : html`<ballot-stage .ballot=${ballot} .election=${found}></ballot-stage>`
            }
            ${ballot.overdue && !found.finding ? renderEvidence(this.device, this.election) : nothing}
            <hidden-choices
              .device=${this.device}
              .ballot=${ballot}
              .manifest=${found.manifest}
            ></hidden-choices>
          </li>`,
      )}
    </ol>`
  }

  #renderActions(found: ElectionOnDevice, ballots: readonly BallotOnDevice[]): TemplateResult {
    const { sentence, action, href } = stepWords(nextStep(found, ballots, false), found, ballots.length > 0)
    return html`${
        mayVote(found, ballots)
          ? html`<p>${sentence}</p>
              <p><a class="button" href=${href ?? ''}>${action}</a></p>`
          : nothing
      }
      ${
        ballots.length > 0
          ? html`${renderReceiptWarning()}<install-nudge .election=${this.election}></install-nudge>`
          : nothing
      }
      <nav aria-label=${msg('This election')}>
        <ul>
          <li><a href=${electionHref(this.election, 'results')}>${msg('Results')}${icon('arrow')}</a></li>
          <li><a href=${electionHref(this.election)}>${msg('Back to the election')}${icon('arrow')}</a></li>
        </ul>
      </nav>`
  }
}

/** Its stage is left out: a voter with three ballots that all read "Counted" would think that all three count. */
function renderReplaced(ballot: BallotOnDevice, ballots: readonly BallotOnDevice[]): TemplateResult {
  const laterCounted = ballots.some(
    ({ sequence, stage }) => sequence > ballot.sequence && stage === 'counted',
  )
  return html`<p>
    ${icon('replaced')}
    <span><strong>${msg('Replaced')}</strong><br />${replacedWords(ballot, laterCounted)}</span>
  </p>`
}

function renderReceiptWarning(): TemplateResult {
  return html`<ui-notice icon="lock">
    <p>
      ${msg('A receipt can show a vote to someone else. Whoever has this phone unlocked, or your recovery file and its passphrase, can learn how you voted. If somebody presses you to show it, change your vote afterwards where that is allowed, and tell the organiser.')}
    </p>
  </ui-notice>`
}

declare global {
  interface HTMLElementTagNameMap {
    'ballots-screen': BallotsScreen
  }
}
