import type { Fault } from '#protocol/audit/fault'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { findingWords } from '../evidence/finding-words.ts'
import { counted } from '../language/counted.ts'
import { formatNumber } from '../language/format.ts'
import { localText } from '../language/local-text.ts'
import { icon } from '../ui/icon.ts'
import { saveFile } from '../ui/save-file.ts'
import { base, buttons, layout } from '../ui/styles.ts'
import '../ui/ui-notice.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import './contest-comparison.ts'
import { faultWords } from './fault-words.ts'
import './observation-details.ts'
import { observing } from './observe-styles.ts'
import type { Finding, Observation } from './observer.ts'
import type { Recount } from './recount/recount.ts'
import type { Verdict } from './verdict.ts'
import { isOtherElection, verdictOf } from './verdict.ts'
import { verifiedWords } from './verdict-words.ts'

type Judged = Extract<Recount, { kind: 'judged' }>

/** On a screen; all of them are in what is saved. */
const MOST_SHOWN = 10

/** What an observer found: the verdict first, then this device's count beside the published one. */
@customElement('observation-finding')
export class ObservationFinding extends UrnaElement {
  @property({ attribute: false }) finding!: Finding
  @property() election = ''
  /** That of the link by which somebody came. */
  @property({ attribute: false }) manifestHash: string | undefined
  @property({ attribute: false }) observation: Observation | undefined

  static override styles = [base, layout, buttons, observing]

  override render(): TemplateResult {
    const { recount, outdated } = this.finding
    return html`<article class="stack wide">
      <div class="stack tight">
        <p class="quiet">${msg('Counted on this device')}</p>
        <h1>${recount.kind === 'judged' ? localText(recount.manifest.title) : msg('Count it yourself')}</h1>
        ${outdated ? html`<p>${outdatedWords(outdated)}</p>` : nothing}
      </div>
      ${this.#renderVerdict()} ${recount.kind === 'judged' ? this.#renderJudged(recount) : nothing}
      <p class="actions">
        <button @click=${() => this.observation?.check()}>${icon('replaced')}${msg('Count again')}</button>
        ${verdictOf(this.finding) === 'refuted' ? nothing : this.#renderSave()}
        <button class="plain" @click=${() => this.observation?.forget()}>${msg('Delete the copy')}</button>
      </p>
    </article>`
  }

  #renderVerdict(): TemplateResult {
    const { recount, contradiction } = this.finding
    const verdict = verdictOf(this.finding)
    return html`<div class="stack" role="status">
      <div class="verdict ${verdict}">
        ${icon(verdict === 'verified' ? 'counted' : 'warning')}
        <div>
          <h2>${verdictWord(verdict)}</h2>
          <p>${verdictSentence(verdict, recount)}</p>
        </div>
      </div>
      ${
        contradiction
          ? html`<ui-notice tone="alarm"><p>${findingWords(contradiction.kind)}</p></ui-notice>`
          : nothing
      }
      ${this.#renderFaults()} ${verdict === 'refuted' ? html`<p>${this.#renderSave()}</p>` : nothing}
    </div>`
  }

  /** What refutes an election is handed on: then it stands where its sentence asks for it. */
  #renderSave(): TemplateResult {
    return html`<button @click=${this.#save}>${icon('download')}${msg('Save this finding')}</button>`
  }

  #renderFaults(): TemplateResult | typeof nothing {
    const { recount } = this.finding
    if (recount.kind === 'empty') return nothing
    const faults = recount.kind === 'refused' ? [recount.fault] : recount.report.faults
    const count = recount.kind === 'refused' ? 1 : recount.report.faultCount
    if (count === 0) return nothing
    const more = count - Math.min(MOST_SHOWN, faults.length)
    return html`<ui-notice tone="alarm">
      <ul class="faults">
        ${faults.slice(0, MOST_SHOWN).map(renderFault)}
      </ul>
      ${
        more > 0
          ? html`<p>${counted(more, 'And 1 more.', str`And ${formatNumber(more)} more.`)}</p>`
          : nothing
      }
    </ui-notice>`
  }

  #renderJudged(recount: Judged): TemplateResult {
    const { manifest, report, repeated } = recount
    const { published, countAsPublished } = report
    const ours = (published && countAsPublished) ?? report.count
    return html`<section class="stack" aria-labelledby="votes">
        <h2 id="votes">${msg('The votes')}</h2>
        <p class="number">${turnoutWords(ours.turnout, published?.body.turnout)}</p>
        <div class="contests">
          ${manifest.contests.map((contest, index) => {
            const counted = ours.contests[index]
            return counted
              ? html`<contest-comparison
                  class="paper"
                  .manifest=${manifest}
                  .contest=${contest}
                  .ours=${counted}
                  ?final=${report.isClosed}
                  .published=${published?.body.contests.find(({ id }) => id === contest.id)}
                ></contest-comparison>`
              : nothing
          })}
        </div>
      </section>
      ${repeated.length > 0 ? renderRepeated(repeated) : nothing}
      <observation-details
        .recount=${recount}
        .isTrusted=${this.manifestHash !== undefined}
      ></observation-details>`
  }

  readonly #save = (): void => {
    const { recount, contradiction } = this.finding
    const content = { urna: 'observation', v: 1, verdict: verdictOf(this.finding), contradiction, recount }
    const text = JSON.stringify(content, undefined, 2)
    saveFile({ name: `urna-observation-${this.election}.json`, text, type: 'application/json' })
  }
}

function outdatedWords(reason: NonNullable<Finding['outdated']>): string {
  return reason === 'missing'
    ? msg('This server no longer shows the election: this is the record as this device last copied it.')
    : msg('The server cannot be reached: this is the record as this device last copied it.')
}

function verdictWord(verdict: Verdict): string {
  switch (verdict) {
    case 'verified':
      return msg('Verified')
    case 'refuted':
      return msg('Refuted')
    case 'unfinished':
      return msg('Could not be judged')
  }
}

function verdictSentence(verdict: Verdict, recount: Recount): string {
  if (recount.kind === 'empty')
    return msg('The record of this election has no manifest: there is nothing to count by.')
  if (verdict === 'verified' && recount.kind === 'judged') return verifiedWords(recount.report)
  if (verdict === 'unfinished' && isOtherElection(recount))
    return msg(
      'The election that this server shows is not the one that your link names, so it was not counted. Ask whoever gave you the link, and tell the organiser.',
    )
  if (verdict === 'unfinished')
    return msg('The copy breaks off before the record that this device was shown earlier. Count again.')
  return msg(
    'What the election office published is not what its own record shows. Save this finding, and give it to whoever supervises the election.',
  )
}

function renderFault({ document, code, detail }: Fault): TemplateResult {
  return html`<li>
    <p><code dir="ltr" lang="zxx">${document}</code></p>
    <p>${faultWords(code)}</p>
    <p class="small quiet"><bdi dir="ltr" lang="en">${code}: ${detail}</bdi></p>
  </li>`
}

function renderRepeated(repeated: readonly string[]): TemplateResult {
  return html`<ui-notice>
    <p>
      ${counted(
        repeated.length,
        '1 document was written more than once. It says what the record says, so it changes no number; a server does that after a failure, or after it put something back that was altered.',
        str`${formatNumber(repeated.length)} documents were written more than once. They say what the record says, so they change no number; a server does that after a failure, or after it put something back that was altered.`,
      )}
    </p>
    <ul class="faults">
      ${repeated.slice(0, MOST_SHOWN).map((id) => html`<li><code dir="ltr" lang="zxx">${id}</code></li>`)}
    </ul>
  </ui-notice>`
}

/** Of this device, and of the office where it says another number. */
function turnoutWords(ours: number, published: number | undefined): string {
  const found = counted(ours, '1 person voted.', str`${formatNumber(ours)} people voted.`)
  if (published === undefined || published === ours) return found
  return `${found} ${counted(published, 'The office says it was 1.', str`The office says it was ${formatNumber(published)}.`)}`
}

declare global {
  interface HTMLElementTagNameMap {
    'observation-finding': ObservationFinding
  }
}
