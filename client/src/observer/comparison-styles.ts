import { css } from 'lit'

export const comparison = css`
  section > * + * {
    margin-block-start: var(--space-3);
  }
  /* On a phone each name has a line of its own, and the two numbers stand below it. */
  table,
  thead,
  tbody {
    display: block;
  }
  tr {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 0 var(--space-3);
    padding-block: var(--space-2);
    border-block-start: var(--line-width) solid var(--line);
  }
  thead tr {
    border-block-start: 0;
  }
  tbody tr:first-child {
    border-color: var(--edge);
  }
  th,
  td {
    padding: 0;
    min-inline-size: 0;
    text-align: start;
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  tbody th,
  thead th:first-child {
    grid-column: 1 / -1;
  }
  thead th {
    color: var(--quiet);
    font-size: var(--text-s);
  }
  @media (min-width: 42em) {
    tr {
      grid-template-columns: minmax(0, 2fr) repeat(2, minmax(0, 1fr));
    }
    tbody th,
    thead th:first-child {
      grid-column: auto;
    }
    td,
    th.number {
      text-align: end;
    }
  }
  .ours {
    font-weight: 650;
  }
  .differs > * {
    color: var(--alarm);
    font-weight: 650;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    color: var(--accent);
    font-size: var(--text-s);
    font-weight: 700;
  }
  .wrong {
    color: var(--alarm);
  }
  p.wrong {
    display: flex;
    gap: var(--space-2);
    font-weight: 600;
  }
`
