import type { Votes } from '#protocol/formats/ballot'
import type { Contest } from '#protocol/formats/manifest'
import type { Vote } from '#protocol/formats/votes'
import { isBlank, markedOptions } from '#protocol/formats/votes'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { contestHref, electionHref, replaceRoute } from '../app/routes.ts'
import type { Device, ElectionOnDevice } from '../device.ts'
import { renderNoElection } from '../election/no-election.ts'
import { problemWords } from '../join/join-problems.ts'
import { counted } from '../language/counted.ts'
import { localText } from '../language/local-text.ts'
import { icon } from '../ui/icon.ts'
import { base, buttons, layout } from '../ui/styles.ts'
import '../ui/ui-busy.ts'
import '../ui/ui-notice.ts'
import { UrnaScreen } from '../ui/urna-element.ts'
import { BallotSource } from './ballot-source.ts'
import { renderChoiceLine } from './choice-line.ts'
import { choiceLines } from './choice-lines.ts'
import { isUndervote, votesOf } from './choices.ts'
import { consequenceWords } from './consequence.ts'
import { renderNotVoting } from './not-voting.ts'
import { countWords, limitWords } from './paper-words.ts'
import { review } from './review-styles.ts'

/** The whole ballot before it is cast: each contest can be changed, and casting is one deliberate act. */
@customElement('review-screen')
export class ReviewScreen extends UrnaScreen {
  @property({ attribute: false }) device!: Device
  @property() election = ''
  @state() private casting = false
  @state() private problem: (() => string) | undefined

  readonly #source = new BallotSource(this)

  static override styles = [base, layout, buttons, review]

  override render(): TemplateResult {
    const { election, open, contests } = this.#source
    if (!election) return renderNoElection(this.election)
    if (!open && !this.casting) return renderNotVoting(election)
    const votes = votesOf(contests, this.#source.draft)
    return html`<div class="stack">
      <p class="quiet">${localText(election.manifest.title)}</p>
      <h1>${msg('Review your ballot')}</h1>
      ${renderUndervotes(contests, votes, this.#source.recasting)}
      <ol class="paper">
        ${contests.map((contest) => this.#renderContest(contest, votes[contest.id] ?? []))}
      </ol>
      ${this.#renderCasting(election, votes)}
    </div>`
  }

  #renderContest(contest: Contest, vote: Vote): TemplateResult {
    const lines = choiceLines(contest, vote)
    return html`<li>
      <h2>${localText(contest.title)}</h2>
      <ul>
        ${
          lines.length > 0
            ? lines.map(
                (line) =>
                  html`<li>
                    ${line.place === undefined ? icon('check') : nothing}${renderChoiceLine(line, contest)}
                  </li>`,
              )
            : html`<li class="none">${msg('No choice')}</li>`
        }
      </ul>
      <p class="line">
        ${renderCount(contest, vote)}
        <a class="button" href=${contestHref(this.election, contest.id, true)}
          >${msg('Change')}<span class="unseen"> ${localText(contest.title)}</span></a
        >
      </p>
    </li>`
  }

  #renderCasting(election: ElectionOnDevice, votes: Votes): TemplateResult {
    return html`<section class="cast stack" aria-labelledby="cast">
      <h2 id="cast">${msg('Cast your ballot')}</h2>
      ${
        this.#source.recasting
          ? html`<p>${msg('This ballot takes the place of the one you cast before.')}</p>`
          : nothing
      }
      <p>${consequenceWords(election)}</p>
      ${this.problem ? html`<ui-notice tone="alarm"><p role="alert">${this.problem()}</p></ui-notice>` : nothing}
      ${this.casting ? html`<ui-busy>${msg('Signing your ballot and saving it on this phone …')}</ui-busy>` : nothing}
      <p class="actions">
        <button class="primary" aria-disabled=${this.casting} @click=${() => this.#cast(votes)}>
          ${msg('Cast my ballot')}
        </button>
      </p>
    </section>`
  }

  async #cast(votes: Votes): Promise<void> {
    if (this.casting) return
    this.casting = true
    this.problem = undefined
    try {
      await this.device.cast(this.election, votes)
      this.#source.clear()
      // Replaced and not followed: Back must not return to a ballot that is cast.
      replaceRoute(electionHref(this.election, 'ballots'))
      await this.device.persistStorage()
    } catch (error) {
      this.problem = () => problemWords(error)
      this.casting = false
    }
  }
}

/** Leaving something open is a voter's right; it is asked about here, once. */
function renderUndervotes(
  contests: readonly Contest[],
  votes: Votes,
  recasting: boolean,
): TemplateResult | typeof nothing {
  const open = contests.filter((contest) => isUndervote(contest, votes[contest.id] ?? []))
  if (open.length === 0) return nothing
  const blank = contests.every((contest) => isBlank(votes[contest.id] ?? []))
  return html`<ui-notice>
    <p>${blank ? msg('You have chosen nothing: this is a blank ballot.') : openWords(open.length)}</p>
    ${recasting ? html`<p>${msg('Your earlier ballot does not fill the gap: it will no longer count.')}</p>` : nothing}
    <p>${msg('If that is as you want it, cast your ballot as it is.')}</p>
  </ui-notice>`
}

function openWords(open: number): string {
  return counted(
    open,
    'In 1 contest you could still choose. It is marked below.',
    str`In ${open} contests you could still choose. They are marked below.`,
  )
}

function renderCount(contest: Contest, vote: Vote): TemplateResult {
  const count = countWords(contest, markedOptions(vote).length)
  return isUndervote(contest, vote)
    ? html`<span class="open small">${icon('info')}${limitWords(contest)}. ${count}.</span>`
    : html`<span class="quiet small">${count}</span>`
}

declare global {
  interface HTMLElementTagNameMap {
    'review-screen': ReviewScreen
  }
}
