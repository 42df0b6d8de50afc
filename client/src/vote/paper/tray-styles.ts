import { css } from 'lit'

/** What is marked so far, at the foot of the screen while a long paper is gone through. */
export const tray = css`
  .tray {
    position: sticky;
    inset-block-end: 0;
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-3);
    margin-block-start: var(--space-4);
    padding-block: var(--space-2);
    background: var(--ground);
    border-block-start: 2px solid var(--ink);
  }
  .tray > :first-child {
    flex: 1 1 10em;
  }
  .tray button {
    font-size: inherit;
    margin-inline-start: 0;
  }
  .tall .tray {
    position: static;
  }
  @media (max-height: 26em) {
    .tray {
      position: static;
    }
  }
`
