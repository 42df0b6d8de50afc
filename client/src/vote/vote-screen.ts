import type { Contest } from '#protocol/formats/manifest'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { contestHref, electionHref } from '../app/routes.ts'
import type { Device } from '../device.ts'
import { renderNoElection } from '../election/no-election.ts'
import { icon } from '../ui/icon.ts'
import { base, buttons, layout } from '../ui/styles.ts'
import '../ui/ui-notice.ts'
import { UrnaScreen } from '../ui/urna-element.ts'
import { BallotSource } from './ballot-source.ts'
import { votesOf } from './choices.ts'
import { renderNotVoting } from './not-voting.ts'
import { PaperElement } from './paper/paper-element.ts'
import { renderPaper } from './paper/render-paper.ts'

/** The ballot, one contest at a time. Moving on is always the voter's own step. */
@customElement('vote-screen')
export class VoteScreen extends UrnaScreen {
  @property({ attribute: false }) device!: Device
  @property() election = ''
  @property({ attribute: false }) contest: string | undefined
  /** Opened from the review, and returns there. */
  @property({ type: Boolean }) change = false

  readonly #source = new BallotSource(this)

  static override styles = [
    base,
    layout,
    buttons,
    css`
      .actions {
        margin-block-start: var(--space-5);
        align-items: stretch;
      }
      .primary {
        flex: 1 1 auto;
        inline-size: auto;
      }
    `,
  ]

  override render(): TemplateResult {
    const { election, open, contests } = this.#source
    if (!election) return renderNoElection(this.election)
    const index = Math.max(
      0,
      contests.findIndex(({ id }) => id === this.contest),
    )
    const contest = contests[index]
    if (!open || !contest) return renderNotVoting(election)
    return html`${this.#renderRecasting()}
    ${renderPaper(contest, {
      vote: votesOf([contest], this.#source.draft)[contest.id] ?? [],
      position: msg(str`Contest ${index + 1} of ${contests.length}`),
      choose: (vote) => this.#source.choose(contest.id, vote),
    })}
    ${this.#renderActions(contests, index)}`
  }

  /** A new ballot begins empty: what it leaves open is open, whatever the earlier one said. */
  #renderRecasting(): TemplateResult | typeof nothing {
    if (!this.#source.recasting) return nothing
    return html`<ui-notice>
      <p>
        ${msg('You have voted. This new ballot takes the place of the whole earlier one, so fill in every contest again.')}
      </p>
      ${
        this.#source.begun
          ? nothing
          : html`<p>
              <button @click=${() => this.#source.startFromLast()}>
                ${icon('eye')}${msg('Start from my last choices')}
              </button>
            </p>`
      }
    </ui-notice>`
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const done = await super.getUpdateComplete()
    await this.#paper?.updateComplete
    return done
  }

  protected override heading(): HTMLElement | null {
    return super.heading() ?? this.#paper?.renderRoot.querySelector('h1') ?? null
  }

  get #paper(): PaperElement | undefined {
    return [...this.renderRoot.children].find((child) => child instanceof PaperElement)
  }

  #renderActions(contests: readonly Contest[], index: number): TemplateResult {
    const review = electionHref(this.election, 'review')
    if (this.change)
      return html`<p class="actions">
        <a class="button primary" href=${review}>${msg('Back to review')}</a>
      </p>`
    const previous = contests[index - 1]
    const next = contests[index + 1]
    return html`<p class="actions">
      ${
        previous
          ? html`<a class="button" href=${contestHref(this.election, previous.id)}
              >${icon('back')}${msg('Back')}</a
            >`
          : html`<a class="button" href=${electionHref(this.election)}>${icon('back')}${msg('Leave')}</a>`
      }
      ${
        next
          ? html`<a class="button primary" href=${contestHref(this.election, next.id)}
              >${msg('Next')}${icon('arrow')}</a
            >`
          : html`<a class="button primary" href=${review}>${msg('Review your ballot')}${icon('arrow')}</a>`
      }
    </p>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vote-screen': VoteScreen
  }
}
