import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Device, ElectionOnDevice } from '../device.ts'
import type { PublicElections } from '../public/public-elections.ts'
import { base, layout } from '../ui/styles.ts'
import { UrnaScreen } from '../ui/urna-element.ts'
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

  static override styles = [
    base,
    layout,
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

declare global {
  interface HTMLElementTagNameMap {
    'home-screen': HomeScreen
  }
}
