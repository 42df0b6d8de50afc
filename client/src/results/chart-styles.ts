import { css } from 'lit'

export const chart = css`
  section {
    container-type: inline-size;
  }
  section > * + * {
    margin-block-start: var(--space-3);
  }
  h2 + p {
    margin-block-start: var(--space-1);
  }
  table,
  tbody {
    display: block;
  }
  thead tr {
    display: block;
  }
  tbody tr {
    display: grid;
    grid-template-columns: 1fr minmax(2.5rem, auto) 4rem;
    gap: 0 var(--space-3);
    align-items: center;
    padding-block: var(--space-2);
  }
  th {
    font-weight: 400;
    text-align: start;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    grid-column: 1 / -1;
  }
  .elected th,
  .tied th {
    font-weight: 650;
  }
  td {
    padding: 0;
    text-align: end;
  }
  .votes {
    font-weight: 650;
  }
  .share {
    color: var(--quiet);
  }
  .track {
    grid-column: 1;
    grid-row: 2;
    block-size: 0.875rem;
    background: var(--line);
    border-radius: 2px;
    overflow: hidden;
  }
  .bar {
    display: block;
    block-size: 100%;
    min-inline-size: 2px;
    background: var(--edge);
  }
  .elected .bar {
    background: var(--accent);
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    color: var(--accent);
    font-size: var(--text-s);
    font-weight: 700;
    white-space: nowrap;
  }
  /* Very large text: the bar takes a line of its own, and the numbers the next. */
  @container (max-width: 14rem) {
    tbody tr {
      grid-template-columns: 1fr auto auto;
    }
    .track {
      grid-column: 1 / -1;
    }
    .votes,
    .share {
      grid-row: 3;
    }
    .votes {
      grid-column: 2;
    }
    .share {
      grid-column: 3;
    }
  }
  @media screen and (min-width: 42em) {
    tbody tr {
      grid-template-columns: minmax(8rem, 2fr) 3fr minmax(2.5rem, auto) 4rem;
    }
    th {
      grid-column: 1;
    }
    .track {
      grid-column: 2;
      grid-row: 1;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .bar {
      transition: inline-size 400ms ease-out;
    }
  }
  @media (forced-colors: active) {
    .track {
      border: 1px solid CanvasText;
    }
    .bar {
      forced-color-adjust: none;
      background: GrayText;
    }
    .elected .bar {
      background: Highlight;
    }
  }
  @media print {
    section {
      break-inside: avoid;
    }
    tbody tr {
      padding-block: 1pt;
    }
    .track {
      print-color-adjust: exact;
      block-size: 5pt;
      border: 0.5pt solid #333333;
    }
    .bar {
      print-color-adjust: exact;
    }
  }
`
