import { css } from 'lit'

export const shell = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 100dvh;
  }
  header,
  main,
  footer {
    inline-size: 100%;
    max-inline-size: 44rem;
    margin-inline: auto;
    padding-inline: max(var(--space-4), env(safe-area-inset-left), env(safe-area-inset-right));
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2) var(--space-4);
    padding-block: var(--space-3);
  }
  .home {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    min-block-size: var(--target);
    color: var(--ink);
    text-decoration: none;
    font-weight: 700;
    font-size: var(--text-l);
    letter-spacing: -0.01em;
  }
  .home:hover span {
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  main {
    flex: 1;
    padding-block: var(--space-4) var(--space-7);
  }
  footer {
    border-block-start: var(--line-width) solid var(--line);
    padding-block: var(--space-4) var(--space-6);
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-5);
  }
  nav a {
    display: inline-flex;
    align-items: center;
    min-block-size: var(--target);
  }
  .skip {
    position: absolute;
    inset-block-start: var(--space-2);
    inset-inline-start: var(--space-2);
    z-index: 3;
    background: var(--paper);
  }
  .skip:not(:focus) {
    clip-path: inset(50%);
    inline-size: 1px;
    block-size: 1px;
    min-block-size: 0;
    overflow: hidden;
    padding: 0;
  }
  .waiting {
    color: var(--quiet);
  }
  .failure > * + * {
    margin-block-start: var(--space-4);
  }
  @media print {
    header,
    footer,
    update-prompt {
      display: none;
    }
    main {
      max-inline-size: none;
      padding: 0;
    }
  }
`
