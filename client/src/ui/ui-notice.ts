import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { IconName } from './icon.ts'
import { icon } from './icon.ts'
import { base } from './styles.ts'
import { UrnaElement } from './urna-element.ts'

/** A sentence or two that stand out: `info` for what to know, `alarm` for what went wrong. The slot is the text. */
@customElement('ui-notice')
export class UiNotice extends UrnaElement {
  @property({ reflect: true }) tone: 'info' | 'alarm' = 'info'
  /** Instead of the tone's own icon. */
  @property() icon: IconName | undefined

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2) var(--space-3);
        padding: var(--space-4);
        background: var(--accent-wash);
        border-inline-start: 4px solid var(--accent);
        border-radius: 2px;
      }
      :host([tone='alarm']) {
        background: var(--alarm-wash);
        border-color: var(--alarm);
      }
      .icon {
        color: var(--accent);
        margin-block-start: 0.08em;
      }
      :host([tone='alarm']) .icon {
        color: var(--alarm);
      }
      /* Very large text goes under the icon: beside it, long words would be torn. */
      div {
        flex: 1 1 9em;
        min-inline-size: 0;
      }
      ::slotted(:not(:first-child)) {
        margin-block-start: var(--space-2) !important;
      }
      @media (forced-colors: active) {
        :host {
          border: 2px solid CanvasText;
        }
      }
    `,
  ]

  override render(): TemplateResult {
    return html`${icon(this.icon ?? (this.tone === 'alarm' ? 'warning' : 'info'))}
      <div><slot></slot></div>`
  }
}
