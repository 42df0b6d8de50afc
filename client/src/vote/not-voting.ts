import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { electionHref } from '../app/routes.ts'
import type { ElectionOnDevice } from '../device.ts'
import { localText } from '../language/local-text.ts'

/** Instead of the ballot paper when no ballot can be cast. The host's styles must include layout and buttons. */
export function renderNotVoting({ id, manifest, joined, phase }: ElectionOnDevice): TemplateResult {
  const why =
    phase !== 'open'
      ? msg('This election is not open for voting now.')
      : joined === 'joined'
        ? msg('This phone has voted, and this election takes one ballot.')
        : msg('This phone has not joined the election yet.')
  return html`<div class="stack">
    <p class="quiet">${localText(manifest.title)}</p>
    <h1>${msg('There is no ballot to fill in')}</h1>
    <p>${why}</p>
    <p><a class="button primary" href=${electionHref(id)}>${msg('Go to the election')}</a></p>
  </div>`
}
