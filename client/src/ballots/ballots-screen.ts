import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { electionHref } from '../app/routes.ts'
import type { BallotOnDevice, Device, ElectionOnDevice } from '../device.ts'
import { renderNoElection } from '../election/no-election.ts'
import { mayVote } from '../election/next-step.ts'
import { localText } from '../language/local-text.ts'
import { icon } from '../ui/icon.ts'
import { base, buttons, layout } from '../ui/styles.ts'
import '../ui/ui-notice.ts'
import { UrnaScreen } from '../ui/urna-element.ts'
import { Watch } from '../watch.ts'
import './ballot-stage.ts'
import './hidden-choices.ts'
import { consequenceWords } from '../vote/consequence.ts'

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
    css`
      ol {
        list-style: none;
      }
      li + li {
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
      ${ballots.length > 0 ? this.#renderBallots(found, ballots) : html`<p>${msg('You have not voted here yet.')}</p>`}
      ${this.#renderActions(found, ballots)} ${ballots.length > 0 ? renderReceiptWarning() : nothing}
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
              ballot.replaced
                ? html`<p>
                    ${icon('replaced')}<span
                      >${msg('Replaced. A later ballot of yours takes its place.')}</span
                    >
                  </p>`
                : nothing
            }
            <ballot-stage .ballot=${ballot}></ballot-stage>
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
    const open = mayVote(found, ballots)
    return html`${open && ballots.length > 0 ? html`<p>${consequenceWords(found)}</p>` : nothing}
      <div class="actions">
        ${
          open
            ? html`<a class="button" href=${electionHref(this.election, 'vote')}
                >${ballots.length > 0 ? msg('Change your vote') : msg('Start voting')}</a
              >`
            : nothing
        }
        <a class="button" href=${electionHref(this.election, 'results')}>${msg('Results')}</a>
        <a class="button" href=${electionHref(this.election)}>${msg('Back to the election')}</a>
      </div>`
  }
}

function renderReceiptWarning(): TemplateResult {
  return html`<ui-notice icon="lock">
    <p>
      ${msg('A receipt can show a vote to someone else. Whoever has this phone unlocked, or your recovery file and its passphrase, can learn how you voted. If somebody presses you to show it, change your vote afterwards where that is allowed, and tell the organiser.')}
    </p>
  </ui-notice>`
}
