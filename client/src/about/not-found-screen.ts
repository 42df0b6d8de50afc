import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { customElement } from 'lit/decorators.js'
import { homeHref } from '../app/routes.ts'
import { base, buttons, layout } from '../ui/styles.ts'
import { UrnaScreen } from '../ui/urna-element.ts'

/** A link that leads nowhere, most often one that was cut short on its way. */
@customElement('not-found-screen')
export class NotFoundScreen extends UrnaScreen {
  static override styles = [base, layout, buttons]

  override render(): TemplateResult {
    return html`<div class="stack">
      <h1>${msg('This link leads nowhere')}</h1>
      <p>${msg('It may have been cut short. Copy the whole link again, or ask for a new one.')}</p>
      <p><a class="button primary" href=${homeHref}>${msg('Home')}</a></p>
    </div>`
  }
}
