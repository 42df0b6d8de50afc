import { fingerprint } from '#protocol/formats/manifest'
import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { base } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'

/** The twelve digits by which two people can tell aloud whether they look at the same election. */
@customElement('election-fingerprint')
export class ElectionFingerprint extends UrnaElement {
  @property() manifestHash = ''

  static override styles = [
    base,
    css`
      dt {
        font-weight: 600;
      }
      .digits {
        font-size: var(--text-xl);
        font-weight: 600;
        letter-spacing: 0.04em;
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<dl>
      <dt>${msg('Fingerprint')}</dt>
      <dd>
        <p class="digits number"><bdi dir="ltr">${fingerprint(this.manifestHash)}</bdi></p>
        <p class="quiet small">
          ${msg('Everyone in this election sees the same digits. Compare them with another voter, or with what the organiser published.')}
        </p>
      </dd>
    </dl>`
  }
}
