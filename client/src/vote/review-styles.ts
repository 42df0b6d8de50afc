import { css } from 'lit'

export const review = css`
  ol,
  ul {
    list-style: none;
  }
  ol > li {
    padding-block: var(--space-4);
    border-block-end: var(--line-width) solid var(--line);
  }
  ol > li:first-child {
    padding-block-start: 0;
  }
  ol > li:last-child {
    border: 0;
    padding-block-end: 0;
  }
  h2 {
    font-size: var(--text-m);
  }
  ul {
    margin-block: var(--space-2);
  }
  ul li {
    display: flex;
    gap: var(--space-2);
    font-size: var(--text-l);
    overflow-wrap: anywhere;
  }
  ul li + li {
    margin-block-start: var(--space-1);
  }
  ul .icon {
    color: var(--accent);
    stroke-width: 3;
    margin-block-start: 0.15em;
  }
  .place {
    display: grid;
    place-items: center;
    flex: none;
    min-inline-size: 1.6em;
    block-size: 1.6em;
    border-radius: 4px;
    background: var(--accent);
    color: var(--on-accent);
    font-size: var(--text-m);
    font-weight: 700;
  }
  ul li:has(.score) {
    flex-wrap: wrap;
  }
  .scored {
    flex: 1 1 4em;
    min-inline-size: 0;
  }
  .score {
    flex: none;
    margin-inline-start: auto;
    font-weight: 700;
  }
  .none {
    color: var(--quiet);
    font-style: italic;
  }
  .none:dir(rtl) {
    font-style: normal;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2) var(--space-4);
  }
  .line > :first-child {
    flex: 1 1 8rem;
  }
  .open {
    display: inline-flex;
    gap: var(--space-2);
    font-weight: 600;
  }
  .open .icon {
    color: var(--accent);
  }
  .cast {
    border-block-start: 4px solid var(--accent);
    padding-block-start: var(--space-4);
    margin-block-start: var(--space-6);
  }
  .cast h2 {
    font-size: var(--text-l);
  }
`
