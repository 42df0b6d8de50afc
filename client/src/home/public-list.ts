import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { electionHref } from '../app/routes.ts'
import type { PublicElection, PublicElections } from '../public/public-elections.ts'
import { base, layout } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import './election-row.ts'
import { sortByPhase } from './sort-by-phase.ts'

type List = 'loading' | 'unreachable' | readonly PublicElection[]

/** Results that anyone may see. Without a network there is no list, and that is no error. */
@customElement('public-list')
export class PublicList extends UrnaElement {
  @property({ attribute: false }) publicElections!: PublicElections
  /** Ids of elections that are shown elsewhere on the screen. */
  @property({ attribute: false }) except: readonly string[] = []
  @state() private list: List = 'loading'

  static override styles = [
    base,
    layout,
    css`
      section {
        margin-block-start: var(--space-6);
      }
      h2 + * {
        margin-block-start: var(--space-2);
      }
      ul {
        list-style: none;
      }
    `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override render(): TemplateResult | typeof nothing {
    if (this.except.length > 0 && this.#others().length === 0) return nothing
    return html`<section aria-labelledby="public">
      <h2 id="public">${msg('Results for everyone')}</h2>
      ${this.#renderList()}
    </section>`
  }

  #renderList(): TemplateResult {
    if (this.list === 'loading')
      return html`<p class="quiet">${msg('Asking for the list of elections …')}</p>`
    if (this.list === 'unreachable')
      return html`<p class="quiet">${msg('The list of elections appears here when you are online.')}</p>`
    if (this.list.length === 0) return html`<p class="quiet">${msg('There is no election yet.')}</p>`
    return html`<ul>
      ${this.#others().map(
        ({ election, title, ...schedule }) =>
          html`<li>
            <election-row
              .name=${title}
              .schedule=${schedule}
              .href=${electionHref(election, 'results')}
            ></election-row>
          </li>`,
      )}
    </ul>`
  }

  #others(): readonly PublicElection[] {
    return typeof this.list === 'string'
      ? []
      : sortByPhase(this.list.filter(({ election }) => !this.except.includes(election)))
  }

  async #load(): Promise<void> {
    try {
      this.list = await this.publicElections.list()
    } catch {
      this.list = 'unreachable'
    }
  }
}
