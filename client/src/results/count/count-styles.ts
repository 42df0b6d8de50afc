import { css } from 'lit'

export const countStyles = css`
  section > * + *,
  .part > * + *,
  .whole > * + *,
  .round > * + * {
    margin-block-start: var(--space-3);
  }
  h2 + p {
    margin-block-start: var(--space-1);
  }
  .part {
    border-block-start: var(--line-width) solid var(--line);
    padding-block-start: var(--space-4);
    margin-block-start: var(--space-4);
  }
  .round + .round {
    border-block-start: var(--line-width) solid var(--line);
    margin-block-start: var(--space-3);
    padding-block-start: var(--space-3);
  }
  h3 {
    font-size: var(--text-l);
  }
  h4 {
    margin: 0;
    font-size: var(--text-m);
    font-weight: 650;
  }
  .round > h4 + * {
    margin-block-start: var(--space-1);
  }
  .decision {
    overflow-wrap: anywhere;
  }
  .decision .badge {
    white-space: normal;
  }
  .transfer {
    display: flex;
    gap: var(--space-2);
    color: var(--quiet);
  }
  .transfer .icon {
    margin-block-start: 0.1em;
  }
  .transfer span {
    min-inline-size: 0;
  }
  summary {
    min-block-size: var(--target);
    padding-block: var(--space-2);
    color: var(--accent);
    font-weight: 600;
    cursor: pointer;
  }
  .chains {
    padding-inline-start: 1.25em;
    font-size: var(--text-s);
  }
  @media print {
    summary {
      display: none;
    }
    .part {
      padding-block-start: 4pt;
      margin-block-start: 4pt;
    }
    section > * + *,
    .part > * + *,
    .whole > * + *,
    .round > * + * {
      margin-block-start: 3pt;
    }
    .rounds {
      columns: 2;
      column-gap: 18pt;
    }
    .round {
      break-inside: avoid;
      font-size: 8.5pt;
    }
    .round .votes {
      font-size: 8pt;
    }
    /* The sentence above says it. */
    .round .votes .badge {
      display: none;
    }
    .round + .round {
      margin-block-start: 6pt;
      padding-block-start: 4pt;
    }
    h3 {
      font-size: 11pt;
    }
    h3,
    h4 {
      break-after: avoid;
    }
  }
`
