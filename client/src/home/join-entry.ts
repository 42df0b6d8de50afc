import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { joinHref } from '../app/routes.ts'
import { localText } from '../language/local-text.ts'
import { isolated } from '../language/text-in.ts'
import type { PublicElection, PublicElections } from '../public/public-elections.ts'
import { base, buttons, fields, layout } from '../ui/styles.ts'
import '../ui/ui-notice.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { parseEntry } from './parse-entry.ts'

/** Takes a join link or a voting code. A code alone does not name its election, so it may ask which one it is for. */
@customElement('join-entry')
export class JoinEntry extends UrnaElement {
  @property({ attribute: false }) publicElections!: PublicElections
  @state() private problem: (() => string) | undefined
  @state() private busy = false
  /** A pasted link that leads to another server; the voter decides whether to follow it. */
  @state() private elsewhere: URL | undefined
  @state() private choices: { code: string; elections: readonly PublicElection[] } | undefined

  static override styles = [
    base,
    layout,
    buttons,
    fields,
    css`
      form {
        margin-block-start: var(--space-3);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3);
      }
      input {
        flex: 1 1 14rem;
        inline-size: auto;
        min-inline-size: 0;
      }
      ul {
        list-style: none;
      }
      li {
        margin-block-start: var(--space-2);
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<form class="stack tight" novalidate @submit=${this.#submit}>
        <p><label for="entry">${msg('Link or voting code')}</label></p>
        <p class="quiet" id="hint">
          ${msg('Paste the link that you were sent, or type the 16 letters and digits of your code.')}
        </p>
        <div class="row">
          <input
            id="entry"
            name="entry"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            aria-describedby="hint problem"
            aria-invalid=${this.problem ? 'true' : 'false'}
          />
          <button class="primary" aria-disabled=${this.busy}>${msg('Go on')}</button>
        </div>
        <p id="problem" role="alert">
          ${this.problem ? html`<span class="wrong">${this.problem()}</span>` : nothing}
        </p>
      </form>
      ${this.elsewhere ? renderElsewhere(this.elsewhere) : this.#renderChoices()}`
  }

  #renderChoices(): TemplateResult | typeof nothing {
    if (!this.choices) return nothing
    const { code, elections } = this.choices
    return html`<div role="status">
      <h3>${msg('Which election is the code for?')}</h3>
      <ul>
        ${elections.map(
          ({ election, title }) =>
            html`<li>
              <a class="button" href=${joinHref(election, undefined, code)}>${localText(title)}</a>
            </li>`,
        )}
      </ul>
    </div>`
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    this.choices = undefined
    this.elsewhere = undefined
    this.problem = undefined
    const text = this.renderRoot.querySelector('input')?.value ?? ''
    const entry = parseEntry(text, location.origin)
    switch (entry.kind) {
      case 'link':
        location.hash = joinHref(entry.route.election, entry.route.manifestHash, entry.route.code)
        break
      case 'elsewhere':
        this.elsewhere = new URL(entry.url)
        break
      case 'code':
        await this.#findElection(entry.code)
        break
      case 'cut-link':
        this.problem = () => msg('This link is not whole. Copy all of it, from “https” to its last letter.')
        break
      case 'unreadable':
        this.problem = () =>
          msg('This is neither a join link nor a whole voting code. A code has 16 letters and digits.')
    }
  }

  async #findElection(code: string): Promise<void> {
    this.busy = true
    try {
      const elections = (await this.publicElections.list()).filter(
        ({ phase }) => phase === 'open' || phase === 'draft',
      )
      const [first, second] = elections
      if (!first) this.problem = () => msg('No election can be joined here just now.')
      else if (second) this.choices = { code, elections }
      else location.hash = joinHref(first.election, undefined, code)
    } catch {
      this.problem = () =>
        msg('To find the election of a code, this phone needs a network. A join link names its election.')
    } finally {
      this.busy = false
    }
  }
}

/** Another server holds other elections, and whoever runs it serves the app: that is not followed unasked. */
function renderElsewhere({ href, host }: URL): TemplateResult {
  return html`<ui-notice>
    <p role="status">
      ${msg(str`This link leads to another server: ${isolated(host)}. Go there only if it is the one that your organiser named.`)}
    </p>
    <p><a class="button" href=${href} rel="noreferrer">${msg(str`Go to ${isolated(host)}`)}</a></p>
  </ui-notice>`
}

declare global {
  interface HTMLElementTagNameMap {
    'join-entry': JoinEntry
  }
}
