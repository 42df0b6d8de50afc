import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement } from 'lit/decorators.js'
import { base } from './styles.ts'
import { UrnaElement } from './urna-element.ts'

/** Our mark: a ballot urn that takes a marked paper. */
@customElement('urna-mark')
export class UrnaMark extends UrnaElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
        line-height: 0;
      }
      svg {
        inline-size: 2.1em;
        block-size: 2.1em;
        fill: none;
        stroke: var(--on-accent);
        stroke-width: 3;
        stroke-linejoin: round;
        stroke-linecap: round;
      }
      rect {
        fill: var(--accent);
        stroke: none;
      }
      @media (forced-colors: active) {
        svg {
          stroke: CanvasText;
        }
        rect {
          fill: Canvas;
        }
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<svg viewBox="0 0 48 48" aria-hidden="true">
      <rect width="48" height="48" rx="10" />
      <path d="M17 20.5V7.5h14v13" />
      <path stroke-width="2.5" d="m20.8 13.6 2.4 2.5 4.2-4.8" />
      <path
        d="M10 20.5h28M13 20.5c0 5 1.5 8 4.5 11S21 36 21 40h6c0-4 .5-5.5 3.5-8.5s4.5-6 4.5-11M16.5 40.5h15"
      />
    </svg>`
  }
}
