import type { Contest } from '#protocol/formats/manifest'
import type { Vote } from '#protocol/formats/votes'
import { blankVote } from '#protocol/formats/votes'
import { render } from 'lit'
import { PaperElement } from '../vote/paper/paper-element.ts'
import { renderPaper } from '../vote/paper/render-paper.ts'

/** Puts the paper of a contest on the page in the place of the one before; `vote` is what it says already. */
export function openPaper(contest: Contest, vote: Vote = blankVote(contest)): PaperElement {
  const page = document.createElement('div')
  document.body.replaceChildren(page)
  render(renderPaper(contest, { vote, position: 'Contest 1 of 1', choose: () => undefined }), page)
  const paper = page.firstElementChild
  if (!(paper instanceof PaperElement)) throw new Error('there is no paper for this method')
  return paper
}
