import { css } from 'lit'

export const observing = css`
  progress {
    display: block;
    inline-size: 100%;
    block-size: 0.875rem;
    margin-block: var(--space-3) var(--space-2);
    accent-color: var(--accent);
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    background: var(--line);
  }
  progress::-webkit-progress-bar {
    background: var(--line);
  }
  progress::-webkit-progress-value {
    background: var(--accent);
  }
  progress::-moz-progress-bar {
    background: var(--accent);
  }
  .verdict {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-3);
    align-items: start;
    font-size: var(--text-l);
  }
  .verdict > div {
    flex: 1 1 9em;
    min-inline-size: 0;
  }
  .verdict .icon {
    inline-size: 2.25rem;
    block-size: 2.25rem;
    color: var(--accent);
  }
  .verdict.refuted :is(.icon, h2) {
    color: var(--alarm);
  }
  .verdict h2 {
    font-size: var(--text-xl);
  }
  .verdict p {
    font-size: var(--text-m);
    margin-block-start: var(--space-1);
  }
  .steps {
    list-style: none;
  }
  .steps li {
    display: flex;
    gap: var(--space-2);
    padding-block: var(--space-1);
  }
  .steps .later {
    color: var(--quiet);
  }
  .faults {
    list-style: none;
  }
  .faults li + li {
    margin-block-start: var(--space-3);
    padding-block-start: var(--space-3);
    border-block-start: var(--line-width) solid var(--line);
  }
  .counts {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--space-1) var(--space-4);
  }
  .counts dd {
    text-align: end;
  }
  code {
    font: inherit;
    font-size: var(--text-s);
    overflow-wrap: anywhere;
  }
  .digits {
    font-size: var(--text-xl);
    font-weight: 600;
    letter-spacing: 0.04em;
  }
  .contests {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-5);
  }
  @media (forced-colors: active) {
    progress {
      border: 1px solid CanvasText;
    }
  }
`
