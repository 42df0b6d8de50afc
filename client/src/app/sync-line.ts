import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Device, SyncState } from '../device.ts'
import { counted } from '../language/counted.ts'
import { formatNumber } from '../language/format.ts'
import { icon } from '../ui/icon.ts'
import { base, buttons } from '../ui/styles.ts'
import { moveFocus, UrnaElement } from '../ui/urna-element.ts'
import { Watch } from '../watch.ts'

/** One calm line about the network: being offline is a normal state, and says what happens next. */
@customElement('sync-line')
export class SyncLine extends UrnaElement {
  @property({ attribute: false }) device!: Device

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
        maySend(sync)
          ? html`<button
              aria-disabled=${sync.sending}
              @click=${() => sync.sending || void this.device.sendNow()}
            >
              ${msg('Send now')}
            </button>`
          : nothing
      }
    </div>`
  }

  /** "Send now" goes when nothing waits any more; the line then says so. */
  protected override inheritFocus(): void {
    const line = this.renderRoot.querySelector('p')
    if (line) moveFocus(line)
  }
}

/** Where it would change something: not without a network, and not before the time that a busy server named. */
function maySend({ online, waiting, problem }: SyncState): boolean {
  return waiting > 0 && (online || problem === 'unreachable') && problem !== 'busy'
}

function syncIcon({ online, waiting, problem }: SyncState): 'offline' | 'warning' | 'phone' | 'check' {
  if (problem === 'refused' || problem === 'storage') return 'warning'
  if (!online) return 'offline'
  return waiting > 0 ? 'phone' : 'check'
}

function syncWords(sync: SyncState): string {
  const { online, waiting, sending, problem } = sync
  const trouble = problemWords(problem)
  if (trouble) return trouble + waitingTail(waiting)
  if (!online)
    return msg('You are offline. You can vote, and read what this phone has.') + waitingTail(waiting)
  if (sending) return msg('Sending to the election office …')
  return waiting > 0 ? waitingWords(waiting) : msg('Online. Nothing is waiting to be sent.')
}

function problemWords(problem: SyncState['problem']): string | undefined {
  switch (problem) {
    case 'unreachable':
      return msg('The election office cannot be reached just now. This phone keeps trying.')
    case 'busy':
      return msg('The election office is busy and asks this phone to wait. It will try again by itself.')
    case 'refused':
      return msg(
        'The election office does not take what this phone sends. If this stays, tell the organiser.',
      )
    case 'storage':
      return msg(
        'This phone is full and could not keep the office’s answer. Free some space; it will ask again.',
      )
    case 'none':
      return undefined
  }
}

function waitingTail(waiting: number): string {
  return waiting > 0 ? ` ${waitingWords(waiting)}` : ''
}

function waitingWords(waiting: number): string {
  return counted(
    waiting,
    '1 ballot waits on this phone.',
    str`${formatNumber(waiting)} ballots wait on this phone.`,
  )
}

declare global {
  interface HTMLElementTagNameMap {
    'sync-line': SyncLine
  }
}
