import { css } from 'lit'

export const scores = css`
  .scored {
    container-type: inline-size;
    padding: var(--space-1) var(--space-2) var(--space-2);
    background: var(--paper);
    border: 2px solid var(--edge);
    border-radius: var(--radius);
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0 var(--space-3);
    padding: var(--space-1) var(--space-1) var(--space-2);
  }
  .state {
    display: grid;
    justify-items: end;
    align-items: center;
    flex: none;
    min-block-size: var(--target);
  }
  /* Very large text, or long words: beside the name they would tear it. */
  @container (max-width: 12em) {
    .head {
      display: block;
    }
    .state {
      justify-items: start;
      overflow-wrap: anywhere;
    }
  }
  .open {
    color: var(--quiet);
  }
  .state > * {
    grid-area: 1 / 1;
  }
  .state .room {
    padding-inline: var(--space-1);
    font-weight: 600;
  }
  .state button {
    position: relative;
    margin: 0;
    padding-inline: var(--space-1);
  }
  .chips {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(2.45rem, 1fr));
    gap: var(--space-1);
  }
  .chip {
    position: relative;
    display: grid;
    place-items: center;
    align-content: center;
    min-block-size: var(--target);
    font-weight: 600;
    cursor: pointer;
  }
  .stars .chip {
    min-block-size: 3.5rem;
  }
  .chip input {
    position: absolute;
    inset: 0;
    border-color: var(--edge);
    border-radius: var(--radius);
    background: transparent;
  }
  .chip .icon,
  .chip .number {
    position: relative;
    pointer-events: none;
  }
  .chip .icon {
    inline-size: 1.5rem;
    block-size: 1.5rem;
    color: var(--edge);
  }
  .filled .icon {
    color: var(--accent);
    fill: currentColor;
  }
  .chip input:checked {
    background: var(--accent);
    border-color: var(--accent);
  }
  .chip input:checked ~ * {
    color: var(--on-accent);
  }
  .chip input:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
    z-index: 1;
  }
  .stepper {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
  }
  .stepper button {
    inline-size: min(var(--target), 18vw);
    flex: none;
    padding: 0;
    font-size: var(--text-l);
  }
  .stepper input:not([type='checkbox'], [type='radio'], [type='file']) {
    inline-size: min(4.5em, 38vw);
    block-size: auto;
    min-block-size: var(--target);
    padding: var(--space-1);
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  .stepper input:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .scored.chosen {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 2px var(--accent);
  }
  .scored.off {
    border-style: dashed;
    color: var(--quiet);
    background: transparent;
  }
  .off .chip {
    cursor: default;
  }
  @media (hover: hover) {
    .scored:not(.off) .chip:hover input:not(:checked) {
      background: var(--accent-wash);
    }
  }
  @media (forced-colors: active) {
    .chip input:checked {
      forced-color-adjust: none;
      background: Highlight;
      border-color: Highlight;
    }
    .chip input:checked ~ * {
      forced-color-adjust: none;
      color: HighlightText;
    }
  }
`
