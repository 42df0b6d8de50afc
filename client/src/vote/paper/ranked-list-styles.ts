import { css } from 'lit'

export const rankedList = css`
  section {
    margin-block-start: var(--space-6);
    container-type: inline-size;
  }
  h2 {
    scroll-margin-block-start: calc(var(--question, 0px) + var(--space-4));
  }
  ol {
    list-style: none;
    margin-block-start: var(--space-3);
    background: var(--paper);
    border: var(--line-width) solid var(--line);
    border-radius: var(--radius);
  }
  li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 var(--space-3);
    padding-inline: var(--space-3);
  }
  li + li {
    border-block-start: var(--line-width) solid var(--line);
  }
  .place {
    display: grid;
    place-items: center;
    align-self: start;
    min-inline-size: min(1.75rem, 10vw);
    aspect-ratio: 1;
    margin-block: calc((var(--target) - min(1.75rem, 10vw)) / 2 + var(--space-1));
    border-radius: 4px;
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 700;
  }
  .ranked {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    padding-block: var(--space-1);
  }
  .ranked + .ranked {
    border-block-start: var(--line-width) dashed var(--line);
  }
  .name {
    display: grid;
    align-items: center;
    flex: 1 1 auto;
    min-inline-size: 0;
    min-block-size: var(--target);
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  .controls {
    display: flex;
    margin-inline-start: auto;
  }
  .control {
    inline-size: 2.45rem;
    padding: 0;
    border-color: transparent;
    color: var(--accent);
  }
  .control[aria-disabled='true'] {
    border-color: transparent;
    color: var(--edge);
    opacity: 0.55;
  }
  button {
    scroll-margin-block: calc(var(--question, 0px) + var(--space-4)) 1rem;
  }
  .join {
    flex: 0 0 100%;
  }
  .join button {
    font-weight: 400;
  }
  @media (forced-colors: active) {
    .place {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .control[aria-disabled='true'] {
      color: GrayText;
      opacity: 1;
    }
  }
`
