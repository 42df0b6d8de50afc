import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { electionHref } from '../app/routes.ts'
import type { ElectionOnDevice } from '../device.ts'
import { formatMoment } from '../language/format.ts'
import { localText } from '../language/local-text.ts'
import { hasDraft } from './draft.ts'

/** Instead of the ballot paper when no ballot can be cast. The host's styles must include layout and buttons. */
export function renderNotVoting(election: ElectionOnDevice): TemplateResult {
  const { id, manifest } = election
  return html`<div class="stack">
    <p class="quiet">${localText(manifest.title)}</p>
    <h1>${msg('There is no ballot to fill in')}</h1>
    <p>${whyNot(election)}</p>
    <p><a class="button primary" href=${electionHref(id)}>${msg('Go to the election')}</a></p>
  </div>`
}

function whyNot({ id, manifestHash, phase, closes, joined }: ElectionOnDevice): string {
  if (phase === 'open')
    return joined === 'joined'
      ? msg('This phone has voted, and this election takes one ballot.')
      : msg('This phone has not joined the election yet.')
  if (phase !== 'closed') return msg('This election is not open for voting now.')
  return hasDraft({ election: id, manifestHash })
    ? msg(str`Voting closed ${formatMoment(closes)}. The choices that you made here were not cast.`)
    : msg(str`Voting closed ${formatMoment(closes)}.`)
}
