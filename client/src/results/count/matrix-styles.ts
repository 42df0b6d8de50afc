import { css } from 'lit'

/** The matrix where there is room for it, and on paper; elsewhere the list says the same. */
export const matrixStyles = css`
  .matrix {
    display: none;
  }
  @container (min-width: 32rem) {
    .matrix {
      display: block;
    }
    .either .list {
      display: none;
    }
  }
  @media print {
    .matrix {
      display: block;
      break-inside: avoid;
    }
    .either .list {
      display: none;
    }
  }
  .matrix table {
    border-collapse: collapse;
    margin-block: var(--space-3);
  }
  .matrix th {
    font-weight: 400;
    text-align: start;
    padding: var(--space-1) var(--space-2);
  }
  .matrix thead th {
    vertical-align: bottom;
  }
  .matrix thead span {
    writing-mode: vertical-rl;
    max-block-size: 4.5em;
    max-inline-size: 12em;
  }
  .matrix td {
    text-align: end;
    padding: var(--space-1) var(--space-2);
    border: var(--line-width) solid var(--line);
    white-space: nowrap;
  }
  .matrix thead td {
    border: 0;
  }
  .matrix .icon {
    inline-size: 1em;
    block-size: 1em;
    color: var(--accent);
    vertical-align: -0.1em;
  }
  .win {
    background: var(--accent-wash);
    font-weight: 650;
  }
  .self {
    background: var(--line);
  }
`
