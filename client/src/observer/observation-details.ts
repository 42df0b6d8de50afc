import { toBase64url } from '#protocol/bytes'
import { fingerprint } from '#protocol/formats/manifest'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { observeHref } from '../app/routes.ts'
import '../election/election-fingerprint.ts'
import { counted } from '../language/counted.ts'
import { formatNumber } from '../language/format.ts'
import { base, layout } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { observing } from './observe-styles.ts'
import type { Recount } from './recount/recount.ts'

type Judged = Extract<Recount, { kind: 'judged' }>

/** What was checked, and by what two observers tell that they counted the same. */
@customElement('observation-details')
export class ObservationDetails extends UrnaElement {
  @property({ attribute: false }) recount!: Judged
  /** The link named the manifest's hash, so that the server could not show another election. */
  @property({ type: Boolean }) isTrusted = false

  static override styles = [base, layout, observing]

  override render(): TemplateResult {
    const { report, latest } = this.recount
    return html`<div class="stack wide">
      <section class="stack" aria-labelledby="checked">
        <h2 id="checked">${msg('What this device checked')}</h2>
        <dl class="counts number">
          ${this.#counts().map(
            ([what, count]) =>
              html`<dt>${what}</dt>
                <dd>${formatNumber(count)}</dd>`,
          )}
        </dl>
        <p>${this.#continuityWords()}</p>
      </section>
      <section class="stack" aria-labelledby="compare">
        <h2 id="compare">${msg('Compare with another observer')}</h2>
        <election-fingerprint .manifestHash=${report.manifestHash}></election-fingerprint>
        ${
          this.isTrusted
            ? nothing
            : html`<p>
                ${msg('Your link did not say which election it is, so this fingerprint is the server’s word: compare it before you believe anything on this page.')}
              </p>`
        }
        ${latest ? this.#renderCheckpoint(latest.checkpoint) : nothing}
        <p>
          ${msg('Pass this address on:')}<br />
          <a href=${this.#address()}><code dir="ltr" lang="zxx">${this.#address()}</code></a>
        </p>
      </section>
    </div>`
  }

  #renderCheckpoint({ size, root }: { readonly size: number; readonly root: Uint8Array }): TemplateResult {
    const text = toBase64url(root)
    return html`<dl>
      <dt><strong>${msg('Fingerprint of the record')}</strong></dt>
      <dd>
        <p class="digits number"><bdi dir="ltr">${fingerprint(text)}</bdi></p>
        <p class="quiet small">
          ${counted(
            size,
            'Whoever was shown the same 1 ballot sees the same digits.',
            str`Whoever was shown the same ${formatNumber(size)} ballots sees the same digits.`,
          )}
        </p>
        <p class="quiet small"><code dir="ltr" lang="zxx">${text}</code></p>
      </dd>
    </dl>`
  }

  #counts(): readonly (readonly [string, number])[] {
    const { checked } = this.recount.report
    return [
      [msg('Ballots, each with its signatures and its right to vote'), checked.ballots],
      [msg('Batches of the log'), checked.batches],
      [msg('Tiles, by which proofs are made'), checked.tiles],
      [msg('Signed checkpoints'), checked.checkpoints],
      [msg('Changes to the schedule'), checked.amendments],
      [msg('Statements of the registrars'), checked.issuances],
    ]
  }

  #continuityWords(): string {
    switch (this.recount.continuity) {
      case 'first':
        return msg(
          'This device keeps the checkpoint, and will demand that every later record goes on from it.',
        )
      case 'same':
        return msg('The record is the one that this device saw before.')
      case 'grown':
        return msg('The record goes on from the one that this device saw before.')
      default:
        return msg('The record does not go on from the one that this device saw before.')
    }
  }

  #address(): string {
    const { manifest, report } = this.recount
    return `${location.origin}/${observeHref(manifest.election, report.manifestHash)}`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'observation-details': ObservationDetails
  }
}
