import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { electionHref, homeHref, recoverHref, replaceRoute } from '../app/routes.ts'
import type { Device, ElectionOnDevice } from '../device.ts'
import { DeviceError } from '../device.ts'
import '../election/election-fingerprint.ts'
import { phaseWords } from '../election/phase-words.ts'
import { localText } from '../language/local-text.ts'
import '../ui/ui-busy.ts'
import '../ui/ui-notice.ts'
import { base, buttons, layout } from '../ui/styles.ts'
import { UrnaScreen } from '../ui/urna-element.ts'
import { Watch } from '../watch.ts'
import type { CodeField } from './code-field.ts'
import './code-field.ts'
import { problemWords } from './join-problems.ts'
import { CODE_LENGTH, countLetters, isWholeCode, tidyCode } from './voting-code.ts'

type Step = 'looking' | 'not-found' | 'asking' | 'joining' | 'wrong-code'

/** From a link to the right to vote: which election this is, the code, and what happens while the phone joins. */
@customElement('join-screen')
export class JoinScreen extends UrnaScreen {
  @property({ attribute: false }) device!: Device
  @property() election = ''
  @property({ attribute: false }) manifestHash: string | undefined
  @property() code = ''
  @state() private step: Step = 'looking'
  @state() private found: ElectionOnDevice | undefined
  @state() private problem: (() => string) | undefined
  /** The code is spent, so only a recovery file helps. */
  @state() private spent = false
  @query('code-field') private readonly field!: CodeField | null

  readonly #elections = new Watch(this, () => this.device.elections)

  static override styles = [base, layout, buttons]

  override connectedCallback(): void {
    super.connectedCallback()
    this.code = tidyCode(this.code)
    void this.#look()
  }

  override render(): TemplateResult {
    const { found } = this
    if (!found) return this.#renderSearch()
    return html`<div class="stack">
      <p class="quiet">${msg('You are joining')}</p>
      <h1>${localText(found.manifest.title)}</h1>
      <p>${phaseWords({ phase: found.phase, opens: found.manifest.opens, closes: found.closes })}</p>
      ${this.manifestHash ? nothing : renderUnvouched()}
      ${this.#joinedState() === 'joined' ? this.#renderAlready() : this.#renderForm()}
      <election-fingerprint .manifestHash=${found.manifestHash}></election-fingerprint>
    </div>`
  }

  #renderSearch(): TemplateResult {
    if (this.step === 'looking')
      return html`<div class="stack">
        <h1>${msg('Join an election')}</h1>
        <ui-busy>${msg('Fetching the election and checking its signature …')}</ui-busy>
      </div>`
    return html`<div class="stack">
      <h1>${msg('This election could not be opened')}</h1>
      <ui-notice tone="alarm"><p role="alert">${this.problem?.()}</p></ui-notice>
      <div class="actions">
        <button class="primary" @click=${this.#look}>${msg('Try again')}</button>
        <a class="button" href=${homeHref}>${msg('Home')}</a>
      </div>
    </div>`
  }

  #renderAlready(): TemplateResult {
    return html`<ui-notice><p>${msg('This phone has joined this election already.')}</p></ui-notice>
      <p><a class="button primary" href=${electionHref(this.election)}>${msg('Go to the election')}</a></p>`
  }

  #renderForm(): TemplateResult {
    if (this.step === 'joining') return this.#renderProgress()
    const { phase } = this.found ?? {}
    if (phase === 'final' || phase === 'closed' || phase === 'cancelled')
      return html`<ui-notice><p>${msg('This election is over: nobody can join any more.')}</p></ui-notice>
        <p><a class="button" href=${electionHref(this.election, 'results')}>${msg('Results')}</a></p>`
    return html`<form class="stack" novalidate @submit=${this.#submit}>
      <code-field
        .code=${this.code}
        .problem=${this.step === 'wrong-code' ? (this.problem?.() ?? '') : ''}
        @code=${(event: CustomEvent<string>) => (this.code = event.detail)}
        @keydown=${this.#submitOnEnter}
      ></code-field>
      ${
        this.problem && this.step !== 'wrong-code'
          ? html`<ui-notice tone="alarm"><p role="alert">${this.problem()}</p></ui-notice>`
          : nothing
      }
      ${
        this.spent
          ? html`<p><a class="button" href=${recoverHref}>${msg('Restore from a recovery file')}</a></p>`
          : nothing
      }
      <p><button class="primary">${msg('Join')}</button></p>
      <p class="quiet small">
        ${msg('The office learns that this code was used, and never which ballot is yours: it signs your ballot key without seeing it.')}
      </p>
    </form>`
  }

  #renderProgress(): TemplateResult {
    const words =
      this.#joinedState() === 'pending'
        ? msg(
            'Your ballot key is kept on this phone. Asking the election office to sign it, without seeing it …',
          )
        : msg('Making your ballot key on this phone …')
    return html`<ui-busy>${words}</ui-busy>
      <p class="quiet small">${msg('You can leave this page; joining goes on when you come back.')}</p>`
  }

  #joinedState(): ElectionOnDevice['joined'] {
    return this.#elections.value?.find(({ id }) => id === this.election)?.joined ?? 'none'
  }

  readonly #look = async (): Promise<void> => {
    this.step = 'looking'
    this.problem = undefined
    try {
      this.found = await this.device.preview(this.election, this.manifestHash)
      this.step = 'asking'
    } catch (error) {
      this.problem = () => problemWords(error)
      this.step = 'not-found'
    }
  }

  /** A shadow root keeps Enter from the form around it. */
  #submitOnEnter(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.renderRoot.querySelector('form')?.requestSubmit()
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    this.problem = undefined
    if (!isWholeCode(this.code)) {
      const isShort = countLetters(this.code) < CODE_LENGTH
      this.#refuseCode(() =>
        isShort
          ? msg('A voting code has 16 letters and digits. Some are missing.')
          : msg('A voting code has 16 letters and digits. These are more.'),
      )
      return
    }
    this.step = 'joining'
    try {
      await this.device.join(this.election, this.code)
      await this.device.persistStorage()
      // Replaced and not followed: the spent code leaves the address bar and the history.
      replaceRoute(electionHref(this.election, 'recovery'))
    } catch (error) {
      this.#showProblem(error)
    }
  }

  #showProblem(error: unknown): void {
    const words = (): string => problemWords(error)
    this.spent = error instanceof DeviceError && error.code === 'already-issued'
    if (error instanceof DeviceError && error.code === 'unknown-code') this.#refuseCode(words)
    else {
      this.problem = words
      this.step = 'asking'
    }
  }

  #refuseCode(words: () => string): void {
    this.problem = words
    this.step = 'wrong-code'
    void this.updateComplete.then(() => this.field?.focusField())
  }
}

function renderUnvouched(): TemplateResult {
  return html`<ui-notice>
    <p>
      ${msg('You came here without a link from the organiser, so only this server vouches that it is the right election. Compare the fingerprint before you vote.')}
    </p>
  </ui-notice>`
}

declare global {
  interface HTMLElementTagNameMap {
    'join-screen': JoinScreen
  }
}
