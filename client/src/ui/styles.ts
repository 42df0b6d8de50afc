import { css } from 'lit'

/** What every element of ours shares: type, links, focus, buttons, fields. Elements add only their own layout. */
export const base = css`
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  h1,
  h2,
  h3 {
    line-height: 1.2;
    font-weight: 650;
    text-wrap: balance;
    overflow-wrap: break-word;
  }
  h1 {
    font-size: var(--text-2xl);
    letter-spacing: -0.015em;
  }
  /* Letters that join are neither pulled together nor slanted. */
  h1:dir(rtl) {
    letter-spacing: normal;
  }
  h2 {
    font-size: var(--text-l);
  }
  h3 {
    font-size: var(--text-m);
  }
  p {
    text-wrap: pretty;
    overflow-wrap: break-word;
  }
  @supports (hyphenate-limit-chars: 12) {
    p {
      hyphens: auto;
      hyphenate-limit-chars: 12 5 4;
    }
  }
  a {
    color: var(--accent);
    text-underline-offset: 0.2em;
    text-decoration-thickness: 0.08em;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 3px;
    border-radius: 2px;
  }
  svg.icon {
    inline-size: 1.35em;
    block-size: 1.35em;
    flex: none;
    vertical-align: -0.3em;
  }
  svg.turns:dir(rtl) {
    transform: scaleX(-1);
  }
  .quiet {
    color: var(--quiet);
  }
  .small {
    font-size: var(--text-s);
  }
  .number {
    font-variant-numeric: tabular-nums lining-nums;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: no-preference) {
    a,
    button {
      transition: background-color 120ms;
    }
  }
`

/** Vertical rhythm of a screen, and the paper that content lies on. */
export const layout = css`
  .stack > * + * {
    margin-block-start: var(--space-4);
  }
  .stack.wide > * + * {
    margin-block-start: var(--space-6);
  }
  .stack.tight > * + * {
    margin-block-start: var(--space-2);
  }
  .paper {
    background: var(--paper);
    border: var(--line-width) solid var(--line);
    border-radius: var(--radius);
    box-shadow: var(--shadow);
    padding: var(--space-5) var(--space-4);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-3);
  }
  @media (min-width: 40em) {
    .paper {
      padding: var(--space-5);
    }
  }
`

/** Native buttons, and links that lead to the next step and look like one. */
export const buttons = css`
  button,
  .button {
    font: inherit;
    font-weight: 600;
    line-height: 1.25;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-block-size: var(--target);
    padding: var(--space-2) var(--space-4);
    border: 2px solid var(--edge);
    border-radius: var(--radius);
    background: transparent;
    color: var(--ink);
    text-decoration: none;
    text-align: start;
    max-inline-size: 100%;
    cursor: pointer;
  }
  button:hover,
  .button:hover {
    background: var(--accent-wash);
  }
  .primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
    min-block-size: 3.125rem;
    padding-inline: var(--space-5);
  }
  .primary:hover {
    background: color-mix(in srgb, var(--accent) 88%, var(--ink));
  }
  .plain {
    border-color: transparent;
    color: var(--accent);
    padding-inline: var(--space-2);
    margin-inline-start: calc(-1 * var(--space-2));
    text-decoration: underline;
    text-underline-offset: 0.2em;
    text-decoration-thickness: 0.08em;
  }
  /* A button that is disabled while it works would lose the focus of whoever has just pressed it. */
  button[aria-disabled='true'] {
    border-style: dashed;
    border-color: var(--edge);
    background: transparent;
    color: var(--quiet);
    cursor: default;
  }
  @media (max-width: 30em) {
    .primary {
      inline-size: 100%;
    }
  }
`

/** A short list of ways on, one to a line. */
export const links = css`
  nav ul {
    list-style: none;
  }
  nav li {
    border-block-end: var(--line-width) solid var(--line);
  }
  nav li a {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-3);
    min-block-size: 3.125rem;
    padding-block: var(--space-2);
  }
`

export const fields = css`
  label {
    font-weight: 600;
  }
  .field > * + * {
    margin-block-start: var(--space-2);
  }
  input:not([type='checkbox'], [type='radio'], [type='file']),
  select {
    font: inherit;
    color: var(--ink);
    background: var(--paper);
    border: 2px solid var(--edge);
    border-radius: var(--radius);
    min-block-size: 3.125rem;
    padding: var(--space-2) var(--space-3);
    inline-size: 100%;
  }
  input[aria-invalid='true'] {
    border: 3px solid var(--alarm);
    border-radius: var(--radius);
  }
  .wrong {
    color: var(--alarm);
    font-weight: 600;
  }
`
