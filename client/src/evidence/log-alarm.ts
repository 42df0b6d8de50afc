import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Device, ElectionOnDevice } from '../device.ts'
import { base } from '../ui/styles.ts'
import '../ui/ui-notice.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { renderEvidence } from './evidence.ts'
import type { LogFinding } from './finding-words.ts'
import { findingWords } from './finding-words.ts'

/** Nothing, as long as nothing is wrong. */
export function renderAlarm(
  device: Device,
  election: ElectionOnDevice | undefined,
): TemplateResult | typeof nothing {
  return election?.finding
    ? html`<log-alarm .device=${device} .election=${election.id} .finding=${election.finding}></log-alarm>`
    : nothing
}

/** Stands above everything else where the public record of an election contradicts what this phone was shown before. */
@customElement('log-alarm')
export class LogAlarm extends UrnaElement {
  @property({ attribute: false }) device!: Device
  @property() election = ''
  @property() finding: LogFinding = 'forked'

  static override styles = [base]

  override render(): TemplateResult {
    return html`<ui-notice tone="alarm" role="alert">
      <h2>${msg('Something is wrong with the record of this election')}</h2>
      <p>${findingWords(this.finding)}</p>
      <p>
        ${msg('Your ballots stay on this phone. Save the evidence and give it to whoever supervises the election: the office has signed it, and anyone can check that.')}
      </p>
      ${renderEvidence(this.device, this.election)}
    </ui-notice>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'log-alarm': LogAlarm
  }
}
