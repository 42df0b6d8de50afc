import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { electionHref } from '../app/routes.ts'
import { icon } from '../ui/icon.ts'
import { base, buttons, layout } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { Watch } from '../watch.ts'
import { adviseInstall, hasDeclined, isAppleTouch, isInstalled, rememberDeclined } from './install-advice.ts'
import { installOffer } from './install-offer.ts'

/** Suggests, after a ballot was cast and until the voter says no, to put Urna on the home screen. */
@customElement('install-nudge')
export class InstallNudge extends UrnaElement {
  @property() election = ''
  @state() private declined = hasDeclined()

  readonly #offer = new Watch(this, () => installOffer)

  static override styles = [
    base,
    layout,
    buttons,
    css`
      section {
        border-block: var(--line-width) solid var(--line);
        padding-block: var(--space-4);
      }
      ol {
        padding-inline-start: 1.4em;
      }
      li + li {
        margin-block-start: var(--space-2);
      }
    `,
  ]

  override render(): TemplateResult | typeof nothing {
    const advice = adviseInstall({
      installed: isInstalled(),
      declined: this.declined,
      offered: this.#offer.value !== undefined,
      apple: isAppleTouch(navigator),
    })
    if (advice === 'none') return nothing
    return html`<section class="stack" aria-labelledby="install">
      <h2 id="install">${msg('Put Urna on your home screen')}</h2>
      ${advice === 'offer' ? this.#renderOffer() : this.#renderApple()}
    </section>`
  }

  #renderOffer(): TemplateResult {
    return html`<p>
        ${msg('It then opens like any other app, and this phone keeps your ballots more reliably.')}
      </p>
      <p class="actions">
        <button @click=${this.#install}>${icon('download')}${msg('Install')}</button>
        <button class="plain" @click=${this.#decline}>${msg('Not now')}</button>
      </p>`
  }

  #renderApple(): TemplateResult {
    return html`<p>
        ${msg('Safari may delete what a website keeps after seven days without a visit, and your ballots with it. It does not delete what an app on the home screen keeps.')}
      </p>
      <ol>
        <li>
          ${msg('The app starts empty. Take your right to vote along:')}
          <a href=${electionHref(this.election, 'recovery')}>${msg('save a recovery file')}</a>
        </li>
        <li>${msg('Tap Share')} ${icon('share')} ${msg('and then “Add to Home Screen”.')}</li>
        <li>${msg('Open Urna from the home screen and choose “Restore from a recovery file”.')}</li>
      </ol>
      <p><button class="plain" @click=${this.#decline}>${msg('Not now')}</button></p>`
  }

  async #install(): Promise<void> {
    const outcome = await installOffer.value?.prompt()
    // The browser lets an offer be used once, whatever the answer.
    installOffer.set(undefined)
    if (outcome?.outcome === 'dismissed') this.#decline()
  }

  readonly #decline = (): void => {
    rememberDeclined()
    this.declined = true
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'install-nudge': InstallNudge
  }
}
