import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement } from 'lit/decorators.js'
import { base, layout } from '../ui/styles.ts'
import '../ui/ui-notice.ts'
import { UrnaScreen } from '../ui/urna-element.ts'

/** How Urna works and what it cannot do, for people who do not read specifications. */
@customElement('about-screen')
export class AboutScreen extends UrnaScreen {
  static override styles = [
    base,
    layout,
    css`
      ol,
      ul {
        padding-inline-start: 1.4em;
      }
      li + li {
        margin-block-start: var(--space-2);
      }
      dt {
        font-weight: 650;
      }
      dd + dt {
        margin-block-start: var(--space-3);
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<div class="stack wide">
      <div class="stack">
        <h1>${msg('How it works')}</h1>
        <p>
          ${msg('Urna is for unions, co-operatives, universities, consultations and polls among people who know why they vote.')}
        </p>
        <ui-notice>
          <p><strong>${msg('Not for binding government elections.')}</strong></p>
        </ui-notice>
      </div>
      ${renderWay()} ${renderStates()} ${renderLimits()} ${renderTrust()}
    </div>`
  }
}

function renderWay(): TemplateResult {
  return html`<section class="stack" aria-labelledby="way">
    <h2 id="way">${msg('The way of your ballot')}</h2>
    <ol>
      <li>${msg('Your phone makes a secret ballot key. It never leaves the phone.')}</li>
      <li>
        ${msg('You show your voting code. The election office signs your key in a sealed envelope: it knows that you may vote, and never which key is yours.')}
      </li>
      <li>
        ${msg('You vote. The phone signs the ballot with your key and keeps it, with or without a network.')}
      </li>
      <li>${msg('The ballot goes into a public record that can only grow. There is no name in it.')}</li>
      <li>
        ${msg('Your phone checks that your ballot is in the record. Whoever has a copy of the record can count it again and must get the same result.')}
      </li>
    </ol>
  </section>`
}

function renderStates(): TemplateResult {
  return html`<section class="stack" aria-labelledby="states">
    <h2 id="states">${msg('What the words mean')}</h2>
    <dl>
      <dt>${msg('Saved on this phone')}</dt>
      <dd>${msg('Only this phone has your ballot. It still has to be sent.')}</dd>
      <dt>${msg('Received')}</dt>
      <dd>${msg('The election office has stored it and has signed a receipt.')}</dd>
      <dt>${msg('Counted')}</dt>
      <dd>${msg('This phone has seen the proof that it is in the public record.')}</dd>
      <dt>${msg('Rejected')}</dt>
      <dd>${msg('The office did not take it, and your phone tells you why.')}</dd>
    </dl>
  </section>`
}

function renderLimits(): TemplateResult {
  return html`<section class="stack" aria-labelledby="limits">
    <h2 id="limits">${msg('What it cannot do')}</h2>
    <ul>
      <li>
        ${msg('A receipt can show a vote to someone else. Somebody who has power over you can demand to see your phone. Urna does not stop that in any mode.')}
      </li>
      <li>
        ${msg('Whoever controls your phone, or the website that Urna is loaded from, can change what you see.')}
      </li>
      <li>
        ${msg('In a very small group, numbers can point at people. The organiser is warned of groups below ten.')}
      </li>
      <li>${msg('If you lose the phone and have no recovery file, the vote is lost.')}</li>
      <li>
        ${msg('Nothing proves when a ballot was made, so results stand still between closing and the last deadline.')}
      </li>
    </ul>
  </section>`
}

function renderTrust(): TemplateResult {
  return html`<section class="stack" aria-labelledby="trust">
    <h2 id="trust">${msg('Who could cheat, and what stops them')}</h2>
    <dl>
      <dt>${msg('A voter who votes twice')}</dt>
      <dd>${msg('One code gives one key, and of one key one ballot counts.')}</dd>
      <dt>${msg('The office that gives out the right to vote')}</dt>
      <dd>
        ${msg('It cannot see votes. It says before the start how many may vote, and ballots beyond that number show. If all registrars of an election work together, they could vote for people who stay away.')}
      </dd>
      <dt>${msg('Whoever runs the database')}</dt>
      <dd>
        ${msg('A changed ballot no longer fits its own name, and a missing one breaks the receipt that your phone holds.')}
      </dd>
      <dt>${msg('Whoever counts')}</dt>
      <dd>
        ${msg('Whoever has a copy of the record can recount it, and the record is signed at every step: two different records give the counter away.')}
      </dd>
    </dl>
  </section>`
}
