import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement } from 'lit/decorators.js'
import { base } from './styles.ts'
import { UrnaElement } from './urna-element.ts'

/** Something is under way; the slot says what, in a sentence. It never stands without one. */
@customElement('ui-busy')
export class UiBusy extends UrnaElement {
  static override styles = [
    base,
    css`
      p {
        display: flex;
        gap: var(--space-3);
        align-items: start;
      }
      svg {
        flex: none;
        inline-size: 1.4em;
        block-size: 1.4em;
        fill: none;
        stroke: var(--accent);
        stroke-width: 3;
        stroke-linecap: round;
      }
      circle {
        stroke: var(--line);
      }
      @media (prefers-reduced-motion: no-preference) {
        path {
          transform-origin: center;
          animation: turn 1.4s linear infinite;
        }
      }
      @keyframes turn {
        to {
          transform: rotate(1turn);
        }
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<p role="status">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="9" />
        <path d="M12 3a9 9 0 0 1 9 9" />
      </svg>
      <span><slot></slot></span>
    </p>`
  }
}
