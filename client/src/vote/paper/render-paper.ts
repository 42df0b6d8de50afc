import { paperOf } from '#protocol/formats/contest-method'
import type { Contest } from '#protocol/formats/manifest'
import type { Vote } from '#protocol/formats/votes'
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import './contest-paper.ts'
import './ranking-paper.ts'
import './score-paper.ts'

interface Filling {
  readonly vote: Vote
  /** "Contest 1 of 3" */
  readonly position: string
  readonly choose: (vote: Vote) => void
}

/** The paper of a contest, by how its method is voted. */
export function renderPaper(contest: Contest, { vote, position, choose }: Filling): TemplateResult {
  const onChoose = (event: CustomEvent<Vote>): void => choose(event.detail)
  switch (paperOf(contest.method)) {
    case 'selection':
      return html`<contest-paper
        .contest=${contest}
        .vote=${vote}
        .position=${position}
        @choose=${onChoose}
      ></contest-paper>`
    case 'ranking':
    case 'weak-ranking':
      return html`<ranking-paper
        .contest=${contest}
        .vote=${vote}
        .position=${position}
        @choose=${onChoose}
      ></ranking-paper>`
    case 'scores':
      return html`<score-paper
        .contest=${contest}
        .vote=${vote}
        .position=${position}
        @choose=${onChoose}
      ></score-paper>`
  }
}
