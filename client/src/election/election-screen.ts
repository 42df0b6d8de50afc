import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { electionHref } from '../app/routes.ts'
import '../ballots/ballot-stage.ts'
import type { Device, ElectionOnDevice } from '../device.ts'
import { problemWords } from '../join/join-problems.ts'
import { renderAlarm } from '../evidence/log-alarm.ts'
import { localText } from '../language/local-text.ts'
import { icon } from '../ui/icon.ts'
import { base, buttons, layout, links } from '../ui/styles.ts'
import '../ui/ui-notice.ts'
import { UrnaScreen } from '../ui/urna-element.ts'
import { hasDraft } from '../vote/draft.ts'
import { Watch } from '../watch.ts'
import './election-fingerprint.ts'
import { renderNoElection } from './no-election.ts'
import type { NextStep } from './next-step.ts'
import { nextStep } from './next-step.ts'
import { phaseWords } from './phase-words.ts'
import type { StepWords } from './step-words.ts'
import { stepWords } from './step-words.ts'

/** One election on this phone: what to do now, how the ballot stands, and where to look further. */
@customElement('election-screen')
export class ElectionScreen extends UrnaScreen {
  @property({ attribute: false }) device!: Device
  @property() election = ''
  @state() private joining = false
  @state() private problem: (() => string) | undefined

  readonly #elections = new Watch(this, () => this.device.elections)
  readonly #ballots = new Watch(this, () => this.device.ballots(this.election))

  static override styles = [
    base,
    layout,
    buttons,
    links,
    css`
      .now {
        border-block-start: 4px solid var(--accent);
      }
    `,
  ]

  override render(): TemplateResult {
    const found = this.#elections.value?.find(({ id }) => id === this.election)
    if (!found) return renderNoElection(this.election)
    return html`<div class="stack wide">
      <div class="stack tight">
        <h1>${localText(found.manifest.title)}</h1>
        <p class="quiet">
          ${phaseWords({ phase: found.phase, opens: found.manifest.opens, closes: found.closes })}
        </p>
      </div>
      ${renderAlarm(this.device, found)} ${this.#renderNow(found)} ${this.#renderLinks(found)}
      <election-fingerprint .manifestHash=${found.manifestHash}></election-fingerprint>
    </div>`
  }

  #renderNow(found: ElectionOnDevice): TemplateResult {
    const ballots = this.#ballots.value ?? []
    const step = nextStep(found, ballots, hasDraft({ election: found.id, manifestHash: found.manifestHash }))
    const words = stepWords(step, found, ballots.length > 0)
    const [latest] = ballots
    return html`<section class="paper now stack" aria-labelledby="now">
      <h2 id="now">${words.title}</h2>
      ${latest ? html`<ballot-stage .ballot=${latest} .election=${found}></ballot-stage>` : nothing}
      ${words.sentence ? html`<p>${words.sentence}</p>` : nothing}
      ${this.problem ? html`<ui-notice tone="alarm"><p role="alert">${this.problem()}</p></ui-notice>` : nothing}
      ${this.#renderAction(step, words)}
    </section>`
  }

  #renderAction(step: NextStep, { action, href, primary }: StepWords): TemplateResult | typeof nothing {
    if (step === 'finish-joining')
      return html`<p>
        <button class="primary" aria-disabled=${this.joining} @click=${this.#finishJoining}>
          ${this.joining ? msg('Asking the election office …') : msg('Finish joining')}
        </button>
      </p>`
    if (!action || !href) return nothing
    return html`<p><a class="button ${primary ? 'primary' : ''}" href=${href}>${action}</a></p>`
  }

  #renderLinks({ joined, recoverySaved, phase }: ElectionOnDevice): TemplateResult {
    const pages = [
      joined === 'joined' ? ([msg('My ballots'), 'ballots'] as const) : undefined,
      [msg('Results'), 'results'] as const,
      joined === 'joined' && phase !== 'final' && phase !== 'cancelled'
        ? ([
            recoverySaved ? msg('Save the recovery file again') : msg('Save a recovery file'),
            'recovery',
          ] as const)
        : undefined,
    ]
    return html`<nav aria-label=${msg('This election')}>
      <ul>
        ${pages.map((page) =>
          page
            ? html`<li><a href=${electionHref(this.election, page[1])}>${page[0]}${icon('arrow')}</a></li>`
            : nothing,
        )}
      </ul>
    </nav>`
  }

  async #finishJoining(): Promise<void> {
    if (this.joining) return
    this.joining = true
    this.problem = undefined
    try {
      await this.device.resumeJoins()
    } catch (error) {
      this.problem = () => problemWords(error)
    } finally {
      this.joining = false
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'election-screen': ElectionScreen
  }
}
