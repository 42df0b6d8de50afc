import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { recoverHref } from '../app/routes.ts'
import type { Device, ElectionOnDevice } from '../device.ts'
import type { PublicElections } from '../public/public-elections.ts'
import { isolated } from '../language/text-in.ts'
import '../ui/ui-notice.ts'
import { base, buttons, layout } from '../ui/styles.ts'
import { UrnaScreen } from '../ui/urna-element.ts'
import { clearedWords } from '../join/join-problems.ts'
import { sortByPhase } from './sort-by-phase.ts'
import { Watch } from '../watch.ts'
import './join-entry.ts'
import './own-election.ts'
import './public-list.ts'

/** The first screen: what this phone takes part in, how to join, and what the server holds for anyone to see. */
@customElement('home-screen')
export class HomeScreen extends UrnaScreen {
  @property({ attribute: false }) device!: Device
  @property({ attribute: false }) publicElections!: PublicElections

  readonly #elections = new Watch(this, () => this.device.elections)
  readonly #lost = new Watch(this, () => this.device.lost)

  static override styles = [
    base,
    layout,
    buttons,
    css`
      section {
        margin-block-start: var(--space-6);
      }
      .lead {
        font-size: var(--text-l);
        margin-block-start: var(--space-3);
        max-inline-size: 32rem;
      }
      ul {
        list-style: none;
        margin-block-start: var(--space-3);
      }
    `,
  ]

  override render(): TemplateResult {
    const joined = sortByPhase((this.#elections.value ?? []).filter(({ joined }) => joined !== 'none'))
    return html`
      ${(this.#lost.value ?? []).map((election) => renderLost(election))}
      ${
        joined.length > 0
          ? html`<h1>${msg('Your elections')}</h1>
              ${this.#renderElections(joined)}`
          : html`<h1>${msg('Vote, with or without a network')}</h1>
              <p class="lead">
                ${msg('Join with the link or code from your organiser. Your ballot is made on this phone, and this phone can check that it was counted.')}
              </p>`
      }
      <section aria-labelledby="join">
        <h2 id="join">${msg('Join an election')}</h2>
        <join-entry .publicElections=${this.publicElections}></join-entry>
        ${joined.length === 0 ? renderCleared() : nothing}
      </section>
      <public-list
        .publicElections=${this.publicElections}
        .except=${joined.map(({ id }) => id)}
      ></public-list>
    `
  }

  #renderElections(elections: readonly ElectionOnDevice[]): TemplateResult {
    return html`<ul>
      ${repeat(
        elections,
        ({ id }) => id,
        (election) =>
          html`<li><own-election .device=${this.device} .election=${election}></own-election></li>`,
      )}
    </ul>`
  }
}

/** The database is gone, and this browser knows that there was one. */
function renderLost(election: string): TemplateResult {
  return html`<ui-notice tone="alarm">
    <p>
      ${msg(str`This browser has deleted what Urna kept here for “${isolated(election)}”, with your right to vote.`)}
    </p>
    <p>${clearedWords()}</p>
    <p><a class="button" href=${recoverHref}>${msg('Restore from a recovery file')}</a></p>
  </ui-notice>`
}

/** Everything may be gone, and then nobody can know that there was something. */
function renderCleared(): TemplateResult {
  return html`<p class="quiet small">
    ${msg('You joined here before and see nothing? Then this browser has cleared its data.')}
    ${clearedWords()}
  </p>`
}

declare global {
  interface HTMLElementTagNameMap {
    'home-screen': HomeScreen
  }
}
