import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { electionHref, homeHref, observeHref } from '../app/routes.ts'
import type { Device, ElectionOnDevice } from '../device.ts'
import '../election/election-fingerprint.ts'
import { renderAlarm } from '../evidence/log-alarm.ts'
import { formatClock } from '../language/format.ts'
import { localText } from '../language/local-text.ts'
import type { PublicElections, PublicView, ResultsPage } from '../public/public-elections.ts'
import { icon } from '../ui/icon.ts'
import { base, buttons, layout } from '../ui/styles.ts'
import '../ui/ui-busy.ts'
import '../ui/ui-notice.ts'
import { UrnaScreen } from '../ui/urna-element.ts'
import { Watch } from '../watch.ts'
import './contest-result.ts'
import './count/counted-contest.ts'
import { standingWords, turnoutWords } from './result-words.ts'
import { results } from './results-styles.ts'

/** The result as it stands, for voters and for anyone; it moves by itself while the election is open. */
@customElement('results-screen')
export class ResultsScreen extends UrnaScreen {
  @property({ attribute: false }) device!: Device
  @property({ attribute: false }) publicElections!: PublicElections
  @property() election = ''
  #changed: { readonly size: number; readonly at: Date } | undefined

  readonly #elections = new Watch(this, () => this.device.elections)
  readonly #onDevice = new Watch(this, () => this.device.results(this.election))
  /** Who did not join reads the server's public page; a phone that joined has its own checked copy, offline too. */
  readonly #public = new Watch(this, () =>
    this.#joined() ? undefined : this.publicElections.follow(this.election),
  )

  static override styles = [base, layout, buttons, results]

  override render(): TemplateResult {
    const joined = this.#joined()
    if (joined) return this.#renderPage({ ...pageOf(joined), shown: this.#onDevice.value })
    const view = this.#public.value ?? { kind: 'loading' }
    return view.kind === 'ready' ? this.#renderPage(view.election) : renderWithoutPage(view)
  }

  #renderPage(page: ResultsPage): TemplateResult {
    const { manifest, shown } = page
    return html`<article class="stack wide">
      ${renderAlarm(this.device, this.#joined())}
      <div class="stack tight">
        <p class="quiet">${msg('Results')}</p>
        <h1>${localText(manifest.title)}</h1>
        ${shown ? html`<p class="turnout">${turnoutWords(shown.result.turnout, shown.eligible)}</p>` : nothing}
        <p class="standing">
          ${shown ? html`<span class="word">${icon(shown.final ? 'counted' : 'replaced')}</span>` : nothing}
          <span>${standingWords(page)} ${this.#freshness(page)}</span>
        </p>
      </div>
      ${shown ? this.#renderContests(page) : html`<p>${msg('No result has been published yet. It appears here by itself.')}</p>`}
      <footer class="stack tight">
        ${
          shown
            ? html`<p class="checked">
                ${icon('lock')}
                <span
                  >${msg('This device has checked that these numbers are signed with the election’s own key.')}</span
                >
              </p>`
            : nothing
        }
        <election-fingerprint .manifestHash=${page.manifestHash}></election-fingerprint>
        <p class="actions">
          <a class="button" href=${observeHref(this.election, page.manifestHash)}
            >${msg('Check this count yourself')}</a
          >
          ${shown ? html`<button @click=${() => window.print()}>${msg('Print')}</button>` : nothing}
          ${
            this.#joined()
              ? html`<a class="button" href=${electionHref(this.election)}>${msg('Back to the election')}</a>`
              : nothing
          }
        </p>
      </footer>
    </article>`
  }

  #renderContests({ manifest, shown }: ResultsPage): TemplateResult {
    const isCounted = shown?.result.contests.some(({ transcript }) => transcript) === true
    return html`<div class=${isCounted ? 'contests counted' : 'contests'}>
      ${manifest.contests.map((contest) => {
        const result = shown?.result.contests.find(({ id }) => id === contest.id)
        if (!result) return nothing
        return result.transcript
          ? html`<counted-contest
              class="paper"
              .manifest=${manifest}
              .contest=${contest}
              .result=${result}
              .transcript=${result.transcript}
              ?final=${shown?.final}
            ></counted-contest>`
          : html`<contest-result
              class="paper"
              .manifest=${manifest}
              .contest=${contest}
              .result=${result}
              ?final=${shown?.final}
            ></contest-result>`
      })}
    </div>`
  }

  /** When the numbers last moved on this screen; without a network they are what the device last had. */
  #freshness({ shown }: ResultsPage): string {
    if (!shown || shown.final) return ''
    if (!shown.live) return msg('Shown as this device last had it.')
    if (this.#changed?.size !== shown.result.size) this.#changed = { size: shown.result.size, at: new Date() }
    return msg(str`As of ${formatClock(this.#changed.at)}.`)
  }

  #joined(): ElectionOnDevice | undefined {
    const found = this.#elections.value?.find(({ id }) => id === this.election)
    return found?.joined === 'none' ? undefined : found
  }
}

function pageOf({
  manifest,
  manifestHash,
  phase,
  closes,
  acceptUntil,
}: ElectionOnDevice): Omit<ResultsPage, 'shown'> {
  return { manifest, manifestHash, phase, closes, acceptUntil }
}

function renderWithoutPage(view: Exclude<PublicView, { kind: 'ready' }>): TemplateResult {
  if (view.kind === 'loading')
    return html`<div class="stack">
      <h1>${msg('Results')}</h1>
      <ui-busy>${msg('Fetching the result and checking its signatures …')}</ui-busy>
    </div>`
  return html`<div class="stack">
    <h1>${msg('No results to show')}</h1>
    <ui-notice tone=${view.reason === 'forged' ? 'alarm' : 'info'}
      ><p>${failureWords(view.reason)}</p></ui-notice
    >
    <p><a class="button" href=${homeHref}>${msg('Home')}</a></p>
  </div>`
}

function failureWords(reason: 'unreachable' | 'missing' | 'forged'): string {
  switch (reason) {
    case 'unreachable':
      return msg(
        'This device is offline, or the server does not answer. The result appears here by itself as soon as it can be reached.',
      )
    case 'missing':
      return msg('This server has no such election. Check the link.')
    case 'forged':
      return msg(
        'What the server sent is not signed with the election’s keys, so it is not shown. Tell the organiser.',
      )
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'results-screen': ResultsScreen
  }
}
