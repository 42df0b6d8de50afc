import { css } from 'lit'

export const paper = css`
  header {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    background: var(--ground);
    padding-block: var(--space-3);
    border-block-end: 2px solid var(--ink);
  }
  header.tall {
    position: static;
  }
  /* On a short screen, or with very large text, the question would cover the options. */
  @media (max-height: 26em) {
    header {
      position: static;
    }
  }
  h1 {
    font-size: var(--text-xl);
    margin-block: var(--space-1) var(--space-2);
  }
  /* Under one another, because beside one another the longer of two counts would begin a second line. */
  .limit {
    display: grid;
  }
  .why.waiting {
    visibility: hidden;
  }
  .notes {
    margin-block-start: var(--space-3);
  }
  .notes p + p {
    margin-block-start: var(--space-1);
  }
  .options {
    container-type: inline-size;
    margin-block-start: var(--space-4);
    display: grid;
    gap: var(--space-3);
  }
  .option {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: 0 var(--space-3);
    min-block-size: 3.5rem;
    padding-block: var(--space-2);
    padding-inline: var(--space-3) var(--space-4);
    background: var(--paper);
    border: 2px solid var(--edge);
    border-radius: var(--radius);
    cursor: pointer;
    font-weight: 400;
  }
  /* Not on touch screens, where the tint would stay on the option that was touched last. */
  @media (hover: hover) {
    .option:hover:not(.off) {
      background: var(--accent-wash);
    }
  }
  .option:focus-within {
    outline: 3px solid var(--accent);
    outline-offset: 3px;
  }
  .option:has(input:not(:focus-visible)) {
    outline: none;
  }
  .mark {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: min(1.75rem, 10vw);
    aspect-ratio: 1;
  }
  input {
    appearance: none;
    margin: 0;
    inline-size: 100%;
    block-size: 100%;
    border: 2px solid var(--ink);
    border-radius: 4px;
    background: var(--paper);
    cursor: inherit;
    /* The half of a name of some lines is room enough above and below the mark. */
    scroll-margin-block: calc(var(--question, 0px) + 4rem) calc(var(--tray, 0px) + 4rem);
  }
  input:focus-visible {
    outline: none;
  }
  input[type='radio'] {
    border-radius: 50%;
  }
  input:checked {
    background: var(--accent);
    border-color: var(--accent);
  }
  .place {
    position: absolute;
    font-weight: 700;
    color: var(--on-accent);
    pointer-events: none;
  }
  .mark .icon {
    position: absolute;
    inline-size: 77%;
    block-size: 77%;
    stroke-width: 3.5;
    color: var(--on-accent);
    pointer-events: none;
    visibility: hidden;
  }
  input:checked + .icon {
    visibility: visible;
  }
  .name {
    min-inline-size: 0;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  /* The room of the longest word is kept from the start. */
  .word {
    display: grid;
    font-size: var(--text-s);
    font-weight: 700;
    color: var(--accent);
  }
  .state,
  .room {
    grid-area: 1 / 1;
    text-align: end;
  }
  .room {
    visibility: hidden;
  }
  .off .word {
    color: var(--quiet);
  }
  /* Very large text, or a long word: it goes under the name, which would be torn beside it. */
  @container (max-width: 12em) {
    .word {
      grid-column: 2;
    }
    .state,
    .room {
      text-align: start;
    }
  }
  .chosen {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 2px var(--accent);
  }
  .off {
    border-style: dashed;
    cursor: default;
    color: var(--quiet);
    background: transparent;
  }
  .off input {
    border-style: dashed;
    border-color: var(--edge);
    background: transparent;
  }
  .clear {
    min-block-size: calc(var(--target) + var(--space-2));
    padding-block-start: var(--space-2);
  }
  @media (forced-colors: active) {
    input:checked {
      background: Highlight;
      border-color: Highlight;
    }
    .place,
    .mark .icon {
      forced-color-adjust: none;
      color: HighlightText;
    }
    .chosen {
      border-width: 4px;
    }
    .off {
      color: GrayText;
    }
  }
`
