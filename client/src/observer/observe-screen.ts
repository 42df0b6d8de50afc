import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { counted } from '../language/counted.ts'
import { formatNumber } from '../language/format.ts'
import { icon } from '../ui/icon.ts'
import { base, buttons, layout } from '../ui/styles.ts'
import '../ui/ui-busy.ts'
import '../ui/ui-notice.ts'
import { UrnaScreen } from '../ui/urna-element.ts'
import { Watch } from '../watch.ts'
import './observation-finding.ts'
import { observing } from './observe-styles.ts'
import type { Observation, ObservationState, Observer, Progress, StopReason } from './observer.ts'
import { stopWords } from './verdict-words.ts'

/** Counts an election again on this device, for anyone: no sign-in, and no trust in the numbers of the office. */
@customElement('observe-screen')
export class ObserveScreen extends UrnaScreen {
  @property({ attribute: false }) observer!: Observer
  @property() election = ''
  @property({ attribute: false }) manifestHash: string | undefined
  #observation: Observation | undefined

  readonly #state = new Watch(this, () => {
    this.#observation = this.observer.open(this.election, this.manifestHash)
    return this.#observation
  })

  static override styles = [base, layout, buttons, observing]

  override render(): TemplateResult {
    const state = this.#state.value ?? { kind: 'opening' }
    if (state.kind === 'finished')
      return html`<observation-finding
        .finding=${state.finding}
        .election=${this.election}
        .manifestHash=${this.manifestHash}
        .observation=${this.#observation}
      ></observation-finding>`
    return html`<div class="stack wide">
      <div class="stack">
        <h1>${msg('Count it yourself')}</h1>
        <p>
          ${msg('This device copies everything that is public about the election, checks every signature and counts the votes again. It trusts no number of the election office, and sends nothing.')}
        </p>
      </div>
      ${this.#renderState(state)}
    </div>`
  }

  /** Its heading is another element's once there is a finding. */
  protected override heading(): HTMLElement | null {
    const finding = this.renderRoot.querySelector('observation-finding')
    return finding ? (finding.shadowRoot?.querySelector('h1') ?? null) : super.heading()
  }

  #renderState(state: Exclude<ObservationState, { kind: 'finished' }>): TemplateResult {
    switch (state.kind) {
      case 'opening':
        return html`<ui-busy>${msg('Looking at what this device has …')}</ui-busy>`
      case 'ready':
        return this.#renderReady()
      case 'copying':
        return renderWork('copying', state.progress)
      case 'recounting':
        return renderWork('recounting', state.progress)
      case 'stopped':
        return this.#renderStopped(state.reason, state.progress)
    }
  }

  #renderReady(): TemplateResult {
    return html`<div class="stack">
      <p>
        ${msg('For each thousand ballots it takes about two megabytes and some seconds. You can close this page at any time: it goes on where it was. Once the copy is here, it needs no network.')}
      </p>
      <p>
        <button class="primary" @click=${() => this.#observation?.check()}>${msg('Copy and count')}</button>
      </p>
    </div>`
  }

  #renderStopped(reason: StopReason, progress: Progress): TemplateResult {
    return html`<div class="stack">
      <ui-notice tone=${reason === 'unexpected' ? 'alarm' : 'info'}><p>${stopWords(reason)}</p></ui-notice>
      ${progress.of > 0 ? html`<p class="quiet">${copiedWords(progress)}</p>` : nothing}
      <p>
        <button class="primary" @click=${() => this.#observation?.check()}>${msg('Go on')}</button>
      </p>
    </div>`
  }
}

function renderWork(step: 'copying' | 'recounting', progress: Progress): TemplateResult {
  const isCopying = step === 'copying'
  const { done, of } = progress
  const words = isCopying ? copiedWords(progress) : recountedWords(progress)
  return html`<div class="paper stack">
    <ol class="steps">
      <li>${icon(isCopying ? 'download' : 'check')}<span>${msg('Copy the public record')}</span></li>
      <li class=${isCopying ? 'later' : ''}>
        ${icon('counted')}<span>${msg('Check every signature, and count')}</span>
      </li>
    </ol>
    <div>
      <progress aria-label=${words} .value=${of > 0 ? Math.min(1, done / of) : 0} max="1"></progress>
      <p class="number">${words}</p>
    </div>
    <p class="quiet small">
      ${
        isCopying
          ? msg('You can close this page: it goes on where it was.')
          : msg('This needs no network. If you close this page, the count begins again; the copy stays.')
      }
    </p>
  </div>`
}

function copiedWords({ done, of }: Progress): string {
  if (of === 0) return msg('Asking for the record …')
  return counted(
    of,
    `${formatNumber(done)} of 1 ballot copied`,
    str`${formatNumber(done)} of ${formatNumber(of)} ballots copied`,
  )
}

function recountedWords({ done, of }: Progress): string {
  return counted(
    of,
    `${formatNumber(done)} of 1 ballot checked and counted`,
    str`${formatNumber(done)} of ${formatNumber(of)} ballots checked and counted`,
  )
}

declare global {
  interface HTMLElementTagNameMap {
    'observe-screen': ObserveScreen
  }
}
