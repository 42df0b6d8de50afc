import type { Decision } from '#protocol/counting/transcript'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import type { CountReading } from '../reading/count-reading.ts'
import { roughly } from '../reading/exact.ts'
import { reasonWords } from '../reading/reason-words.ts'
import type { Badge } from '../reading/standing.ts'
import { badgeOf, openTie, standingOf } from '../reading/standing.ts'
import { tieWords } from '../reading/tie-words.ts'
import '../../ui/ui-notice.ts'
import { renderBadge } from './vote-table.ts'

/** Who was elected or eliminated in a round and why, a sentence each. */
export function renderDecisions(count: CountReading, index: number): TemplateResult {
  const { elected = [], eliminated = [] } = count.transcript.rounds[index] ?? {}
  const losers = eliminated.filter(({ reason }) => reason.code !== 'not-finalist')
  return html`${elected.map((decision) => renderDecision(count, index, decision, electedBadge(count, decision)))}
  ${losers.map((decision) => renderDecision(count, index, decision, eliminatedBadge(count, index, decision)))}
  ${losers.length < eliminated.length ? renderNotFinalists(count, index, eliminated) : ''}`
}

/** Every tie of a round. */
export function renderTies(count: CountReading, index: number): TemplateResult {
  const ties = count.transcript.ties.filter(({ round }) => round === index)
  return html`${ties.map(
    (tie) => html`<ui-notice icon="equal"><p>${tieWords(count, tie).join(' ')}</p></ui-notice>`,
  )}`
}

function renderDecision(
  count: CountReading,
  index: number,
  decision: Decision,
  badge: Badge,
): TemplateResult {
  return html`<p class="decision">${renderBadge(badge)} ${reasonWords(count, index, decision)}</p>`
}

/** There may be dozens: they are named in one line where each one's reason is the same. */
function renderNotFinalists(
  count: CountReading,
  index: number,
  eliminated: readonly Decision[],
): TemplateResult {
  const [only, ...others] = eliminated
  const badge: Badge = { standing: 'out', icon: 'cross', word: msg('Not in the runoff') }
  if (only && others.length === 0) return renderDecision(count, index, only, badge)
  const points = (candidate: number): number => roughly(count.votes(index, candidate))
  const out = eliminated.map(({ candidate }) => candidate).sort((a, b) => points(b) - points(a))
  const names = count.names(out)
  return html`<p class="decision">
    ${renderBadge(badge)} ${msg(str`${names}. Two options have at least as many points as any of them.`)}
  </p>`
}

function electedBadge(count: CountReading, { candidate }: Decision): Badge {
  return (
    badgeOf(standingOf(count, candidate)) ?? { standing: 'elected', icon: 'elected', word: msg('Elected') }
  )
}

/** Nobody is eliminated by an order before the count is final. */
function eliminatedBadge(count: CountReading, index: number, { candidate }: Decision): Badge {
  const tie = openTie(count)
  if (tie && tie.round === index && tie.tied.includes(candidate))
    return { standing: 'tied', icon: 'equal', word: msg('Tied') }
  return { standing: 'out', icon: 'cross', word: msg('Eliminated') }
}
