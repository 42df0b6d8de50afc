import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Device, SyncState } from '../device.ts'
import { formatNumber } from '../language/format.ts'
import { icon } from '../ui/icon.ts'
import { base, buttons } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { Watch } from '../watch.ts'

/** One calm line about the network: being offline is a normal state, and says what happens next. */
@customElement('sync-line')
export class SyncLine extends UrnaElement {
  @property({ attribute: false }) device!: Device
  @state() private sending = false

  readonly #sync = new Watch(this, () => this.device.sync)

  static override styles = [
    base,
    buttons,
    css`
      :host {
        margin-block-end: var(--space-2);
      }
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
      }
      p {
        display: flex;
        gap: var(--space-2);
        flex: 1 1 14rem;
      }
      .icon {
        margin-block-start: 0.1em;
      }
    `,
  ]

  override render(): TemplateResult | typeof nothing {
    const sync = this.#sync.value
    if (!sync) return nothing
    return html`<div>
      <p role="status">${icon(syncIcon(sync))}<span>${syncWords(sync)}</span></p>
      ${
        sync.waiting > 0 && sync.online
          ? html`<button ?disabled=${this.sending} @click=${this.#send}>
              ${this.sending ? msg('Sending …') : msg('Send now')}
            </button>`
          : nothing
      }
    </div>`
  }

  async #send(): Promise<void> {
    this.sending = true
    try {
      await this.device.sendNow()
    } finally {
      this.sending = false
    }
  }
}

function syncIcon({ online, waiting, problem }: SyncState): 'offline' | 'warning' | 'phone' | 'check' {
  if (!online || problem === 'unreachable') return 'offline'
  if (problem === 'refused') return 'warning'
  return waiting > 0 ? 'phone' : 'check'
}

export function syncWords({ online, waiting, problem }: SyncState): string {
  const ballots =
    waiting === 1
      ? msg('1 ballot waits on this phone.')
      : msg(str`${formatNumber(waiting)} ballots wait on this phone.`)
  const tail = waiting > 0 ? ` ${ballots}` : ''
  if (!online) return msg('You are offline. You can vote, and read what this phone has.') + tail
  if (problem === 'unreachable')
    return msg('The election office cannot be reached just now. This phone keeps trying.') + tail
  if (problem === 'refused')
    return msg('The election office refused a ballot of this phone. Your ballots say why.') + tail
  return waiting > 0 ? ballots : msg('Online. Nothing is waiting to be sent.')
}

declare global {
  interface HTMLElementTagNameMap {
    'sync-line': SyncLine
  }
}
