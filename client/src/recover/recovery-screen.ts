import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { electionHref } from '../app/routes.ts'
import type { Device } from '../device.ts'
import { renderNoElection } from '../election/no-election.ts'
import { localText } from '../language/local-text.ts'
import { base, buttons, layout } from '../ui/styles.ts'
import '../ui/ui-notice.ts'
import { UrnaScreen } from '../ui/urna-element.ts'
import { Watch } from '../watch.ts'
import './recovery-form.ts'

/** Offered as soon as a phone has joined, because from then on losing the phone loses the vote. */
@customElement('recovery-screen')
export class RecoveryScreen extends UrnaScreen {
  @property({ attribute: false }) device!: Device
  @property() election = ''
  @state() private savedNow = false

  readonly #elections = new Watch(this, () => this.device.elections)

  static override styles = [
    base,
    layout,
    buttons,
    css`
      .skip {
        margin-block-start: var(--space-5);
        padding-block-start: var(--space-4);
        border-block-start: var(--line-width) solid var(--line);
      }
    `,
  ]

  override render(): TemplateResult {
    const found = this.#elections.value?.find(({ id }) => id === this.election)
    if (found?.joined !== 'joined') return renderNoElection(this.election)
    return html`<div class="stack">
      <p class="quiet">${msg('You have joined')} <q>${localText(found.manifest.title)}</q></p>
      ${this.savedNow ? this.#renderSaved() : this.#renderOffer(found.recoverySaved)}
    </div>`
  }

  #renderOffer(savedBefore: boolean): TemplateResult {
    return html`<h1>${msg('Save a recovery file')}</h1>
      <p>
        ${msg('Your right to vote now lives on this phone alone. If the phone is lost, or its browser data is cleared, nobody can give it back, not even the election office. The file brings it to another phone.')}
      </p>
      ${savedBefore ? html`<ui-notice><p>${msg('You have saved a recovery file before. You can save another.')}</p></ui-notice>` : ''}
      <recovery-form
        .device=${this.device}
        .election=${this.election}
        @saved=${() => (this.savedNow = true)}
      ></recovery-form>
      <div class="skip stack tight">
        <p class="quiet">
          ${msg('Without the file, a lost phone is a lost vote. You can save it later from the election’s page.')}
        </p>
        <p><a class="button" href=${electionHref(this.election)}>${msg('Go on without a file')}</a></p>
      </div>`
  }

  #renderSaved(): TemplateResult {
    return html`<h1>${msg('Recovery file saved')}</h1>
      <p>
        ${msg('Your browser keeps it, usually among the downloads: see that it is there. Then move it somewhere else, such as a computer or a USB stick, and keep the passphrase apart from it: whoever has both can vote in your place.')}
      </p>
      <p><a class="button primary" href=${electionHref(this.election)}>${msg('Go to the election')}</a></p>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'recovery-screen': RecoveryScreen
  }
}
