import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Obstacle } from '../app/obstacle.ts'
import { base, layout } from '../ui/styles.ts'
import '../ui/ui-notice.ts'
import { UrnaScreen } from '../ui/urna-element.ts'

/** Stands instead of the whole app where a ballot could be neither signed nor kept. */
@customElement('obstacle-screen')
export class ObstacleScreen extends UrnaScreen {
  @property() obstacle: Obstacle = 'insecure'

  static override styles = [base, layout]

  override render(): TemplateResult {
    return this.obstacle === 'insecure' ? renderInsecure() : renderUnsupported()
  }
}

function renderInsecure(): TemplateResult {
  return html`<div class="stack">
    <h1>${msg('You cannot vote at this address')}</h1>
    <p>
      ${msg('It begins with http://, and anybody on the way could change the page. So browsers let a page sign a ballot and keep it on your phone only where the address begins with https://.')}
    </p>
    <ui-notice>
      <p>
        ${msg('Ask the organiser for the address that begins with https://, and open that one. Nothing was lost.')}
      </p>
    </ui-notice>
    <p class="quiet">
      ${msg('For whoever runs this server: start it with --lan for phones in the same network, or give it a certificate.')}
    </p>
  </div>`
}

function renderUnsupported(): TemplateResult {
  return html`<div class="stack">
    <h1>${msg('You cannot vote in this window')}</h1>
    <p>
      ${msg('It does not let Urna sign a ballot and keep it on this device. Private windows, pages inside other apps and old browsers often do that.')}
    </p>
    <ui-notice>
      <p>
        ${msg('Open this page in an ordinary window of an up-to-date browser: Chrome, Edge, Firefox or Safari. Nothing was lost.')}
      </p>
    </ui-notice>
  </div>`
}

declare global {
  interface HTMLElementTagNameMap {
    'obstacle-screen': ObstacleScreen
  }
}
