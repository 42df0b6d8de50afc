import { css } from 'lit'

export const results = css`
  .turnout {
    font-size: var(--text-l);
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .standing,
  .checked {
    display: flex;
    gap: var(--space-2);
  }
  .icon {
    color: var(--accent);
    margin-block-start: 0.1em;
  }
  .contests {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-5);
  }
  footer .actions {
    margin-block-start: var(--space-4);
  }
  footer {
    border-block-start: var(--line-width) solid var(--line);
    padding-block-start: var(--space-4);
  }
  @media print {
    .contests {
      display: block;
      columns: 2;
      column-gap: 18pt;
    }
    .paper {
      border: 0;
      padding: 0 0 10pt;
      break-inside: avoid;
    }
    /* Rounds stand in columns of their own, and may go on overleaf. */
    .contests.counted {
      columns: auto;
    }
    .counted .paper {
      break-inside: auto;
    }
    .actions {
      display: none;
    }
    .stack.wide > * + * {
      margin-block-start: 10pt;
    }
  }
`
