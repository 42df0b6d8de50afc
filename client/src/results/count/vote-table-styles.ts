import { css } from 'lit'

export const voteTableStyles = css`
  section {
    container-type: inline-size;
  }
  .votes,
  .votes tbody,
  .votes thead tr {
    display: block;
  }
  .votes tbody tr {
    display: grid;
    grid-template-columns: minmax(0, 1fr) max(var(--first), var(--second));
    align-items: baseline;
    gap: var(--space-1) var(--space-3);
    padding-block: var(--space-2);
  }
  .votes th {
    padding: 0;
    font-weight: 400;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .votes .elected th,
  .votes .tied th {
    font-weight: 650;
  }
  .votes td {
    padding: 0;
    text-align: end;
  }
  .votes th + td {
    font-weight: 650;
  }
  .votes td + .number {
    grid-area: 2 / 2;
    color: var(--quiet);
  }
  .rest,
  .rest th + td {
    color: var(--quiet);
    font-weight: 400;
  }
  .rest {
    font-size: 0.889em;
  }
  .note {
    display: block;
    color: var(--quiet);
    font-size: var(--text-s);
    font-weight: 400;
  }
  .votes .track {
    grid-area: 2 / 1;
    align-self: center;
    position: relative;
    block-size: 0.875rem;
    background: var(--line);
    border-radius: 2px;
  }
  .track:nth-child(3) {
    grid-column: 1 / -1;
  }
  /* Beside a long number a name would be torn: the number goes beside the bar. */
  .long th {
    grid-column: 1 / -1;
  }
  .long th + td {
    grid-area: 2 / 2;
  }
  .long td + .number {
    grid-row: 3;
  }
  .votes.long .track {
    grid-column: 1;
  }
  .bar {
    display: block;
    block-size: 100%;
    min-inline-size: 2px;
    border-radius: 2px;
    background: var(--edge);
  }
  .elected .bar {
    background: var(--accent);
  }
  .mark {
    position: absolute;
    inset-block: -3px;
    inline-size: 3px;
    margin-inline-start: -1.5px;
    background: var(--ink);
    outline: 1px solid var(--paper);
  }
  .mark.sample {
    display: inline-block;
    position: static;
    block-size: 1em;
    margin-inline: 2px;
    vertical-align: -0.15em;
  }
  .badge {
    color: var(--accent);
    font-size: var(--text-s);
    font-weight: 700;
    white-space: nowrap;
  }
  .badge .icon {
    margin-inline-end: 0.25em;
    vertical-align: -0.25em;
  }
  .badge.out {
    color: var(--quiet);
  }
  td bdi {
    white-space: nowrap;
  }
  /* Very large text: names, numbers and bars take turns. */
  @container (max-width: 14rem) {
    .votes tbody tr {
      grid-template-columns: minmax(0, 1fr);
    }
    .votes td,
    .votes td + .number,
    .votes .track {
      grid-area: auto;
      overflow-wrap: anywhere;
    }
    td bdi {
      white-space: normal;
    }
  }
  @media screen and (min-width: 42em) {
    .votes tbody tr {
      grid-template-columns: minmax(8rem, 2fr) 3fr var(--first) var(--second);
    }
  }
  @media print {
    section {
      container-type: normal;
    }
    .votes tbody tr {
      grid-template-columns: minmax(7em, 2fr) minmax(2em, 1fr) var(--first) var(--second);
      gap: 0 6pt;
    }
  }
  /* Room for everything on one line. */
  @media print, screen and (min-width: 42em) {
    .votes.votes th {
      grid-area: 1 / 1;
    }
    .votes.votes .track {
      grid-area: 1 / 2;
    }
    .votes.votes th + td {
      grid-area: 1 / 3;
    }
    .votes.votes td + .number {
      grid-area: 1 / 4;
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
    .bar,
    .mark {
      forced-color-adjust: none;
      background: GrayText;
    }
    .elected .bar {
      background: Highlight;
    }
    .mark {
      background: CanvasText;
    }
  }
  @media print {
    .votes tbody tr {
      padding-block: 1pt;
      break-inside: avoid;
    }
    .note {
      display: inline;
      margin-inline-start: 4pt;
    }
    .votes .track {
      block-size: 4pt;
      border: 0.5pt solid #333333;
      print-color-adjust: exact;
    }
    .bar,
    .mark {
      print-color-adjust: exact;
    }
  }
`
