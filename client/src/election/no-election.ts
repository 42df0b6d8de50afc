import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { electionHref, joinHref, recoverHref } from '../app/routes.ts'
import { clearedWords } from '../join/join-problems.ts'

/** Instead of a screen of an election that this phone does not have. The host's styles must include layout and buttons. */
export function renderNoElection(election: string): TemplateResult {
  return html`<div class="stack">
    <h1>${msg('This phone has not joined that election')}</h1>
    <p>
      ${msg('To vote, open the link from your organiser on this phone, or join here with your code. If you joined on another phone, vote there or restore its recovery file here.')}
    </p>
    <p>${msg('If you joined on this phone, its browser has cleared its data since.')} ${clearedWords()}</p>
    <div class="actions">
      <a class="button primary" href=${joinHref(election, undefined)}>${msg('Join this election')}</a>
      <a class="button" href=${recoverHref}>${msg('Restore from a recovery file')}</a>
      <a class="button" href=${electionHref(election, 'results')}>${msg('Results')}</a>
    </div>
  </div>`
}
