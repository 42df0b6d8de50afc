import type { SVGTemplateResult, TemplateResult } from 'lit'
import { html, svg } from 'lit'

const STAR = svg`<path d="m12 3 2.7 5.7 6.3.8-4.6 4.3 1.2 6.2L12 17l-5.6 3 1.2-6.2L3 9.5l6.3-.8z" />`

/** Line icons on a 24-unit grid, drawn for this app. Beside a word or in a named button, so hidden from screen readers. */
const SHAPES = {
  arrow: svg`<path d="M4 12h15m-6-6 6 6-6 6" />`,
  up: svg`<path d="M12 20V5m-6 6 6-6 6 6" />`,
  down: svg`<path d="M12 4v15m-6-6 6 6 6-6" />`,
  back: svg`<path d="M20 12H5m6-6-6 6 6 6" />`,
  cross: svg`<path d="m5.5 5.5 13 13m0-13-13 13" />`,
  check: svg`<path d="m4.5 12.5 5 5 10-11" />`,
  phone: svg`<rect x="7" y="2.5" width="10" height="19" rx="2" /><path d="M10.5 18h3" />`,
  received: svg`<path d="M3 14h5l1.5 3h5L16 14h5v6H3zM12 3v8m-3.5-3.5L12 11l3.5-3.5" />`,
  counted: svg`<circle cx="12" cy="12" r="9.5" /><path d="m7.5 12.5 3 3 6-6.5" />`,
  replaced: svg`<path d="M4 9a8 8 0 0 1 15 1.5m1 4.5a8 8 0 0 1-15-1.5M4 4v5h5m11 11v-5h-5" />`,
  elected: STAR,
  star: STAR,
  equal: svg`<path d="M5 9h14M5 15h14" />`,
  eye: svg`<path d="M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12z" /><circle cx="12" cy="12" r="2.8" />`,
  info: svg`<circle cx="12" cy="12" r="9.5" /><path d="M12 11v6m0-10v.5" />`,
  warning: svg`<path d="M12 3 1.8 20.5h20.4zM12 9.5v5m0 2.7v.5" />`,
  offline: svg`<path d="M3 3l18 18M5 12.5a10 10 0 0 1 4-2.4m6 .1a10 10 0 0 1 4 2.3M2 9a14 14 0 0 1 4.5-2.7m5-.8A14 14 0 0 1 22 9M8.5 16a5 5 0 0 1 7 0M12 20v.1" />`,
  lock: svg`<rect x="4.5" y="10.5" width="15" height="10.5" rx="1.5" /><path d="M8 10.5V7a4 4 0 0 1 8 0v3.5" />`,
  language: svg`<circle cx="12" cy="12" r="9.5" /><path d="M2.5 12h19M12 2.5c6 6 6 13 0 19c-6-6-6-13 0-19" />`,
  share: svg`<path d="M8 9.5H5.5V21h13V9.5H16M12 15V3m-4 4 4-4 4 4" />`,
  download: svg`<path d="M12 3v12m-5-5 5 5 5-5M4 20.5h16" />`,
} satisfies Record<string, SVGTemplateResult>

export type IconName = keyof typeof SHAPES

/** Icons that point somewhere turn round in right-to-left text. */
const TURNS: readonly IconName[] = ['arrow', 'back']

export function icon(name: IconName): TemplateResult {
  const turns = TURNS.includes(name) ? 'icon turns' : 'icon'
  return html`<svg
    class=${turns}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${SHAPES[name]}
  </svg>`
}
