import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { icon } from '../../ui/icon.ts'
import type { Badge } from '../reading/standing.ts'

export interface VoteRow {
  readonly name: TemplateResult | string
  readonly badge?: Badge | undefined
  /** A line under the name. */
  readonly note?: string
  /** Length of the bar, 0 to 1; none for what is nobody's votes. */
  readonly bar?: number
  /** One for each column of numbers; the first is the one that counts. */
  readonly cells: readonly string[]
}

export interface VoteTable {
  /** Id of the heading that names the table. */
  readonly labelledBy: string
  /** Over the numbers. */
  readonly columns: readonly string[]
  readonly rows: readonly VoteRow[]
  /** Where the quota is on every bar, 0 to 1. */
  readonly mark?: number | undefined
}

/** A number keeps its sign in front from right to left too; words in between run as they are read. */
const HAS_WORDS = /\p{L}/u

/** How much wider than other digits bold ones are, at most. */
const BOLD = 1.15
/** Characters of a number that leave no room for a name beside them on a phone. */
const LONG = 10

/** A table whose rows carry their own bars, so that chart and table cannot disagree. */
export function renderVoteTable({ labelledBy, columns, rows, mark }: VoteTable): TemplateResult {
  const widths = columns.map((_, place) => Math.max(...rows.map(({ cells }) => cells[place]?.length ?? 0)))
  return html`<table
    role="table"
    class=${(widths[0] ?? 0) < LONG ? 'votes' : 'votes long'}
    aria-labelledby=${labelledBy}
    .style=${columnWidths(widths)}
  >
    <thead role="rowgroup" class="unseen">
      <tr role="row">
        <th role="columnheader" scope="col">${msg('Option')}</th>
        ${columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map((row) => renderRow(row, columns.length, mark))}
    </tbody>
  </table>`
}

export function renderBadge({ icon: name, word, standing }: Badge): TemplateResult {
  return html`<span class="badge ${standing}">${icon(name)}${word}</span>`
}

function renderRow(
  { name, badge, note, bar, cells }: VoteRow,
  columns: number,
  mark: number | undefined,
): TemplateResult {
  const numbers = Array.from({ length: columns }, (_, place) => cells[place] ?? '')
  return html`<tr role="row" class=${bar === undefined ? 'rest' : (badge?.standing ?? '')}>
    <th role="rowheader" scope="row">
      ${name}
      ${badge ? renderBadge(badge) : nothing}${note ? html`<span class="note">${note}</span>` : nothing}
    </th>
    ${numbers.map((cell) => html`<td role="cell" class="number"><bdi dir=${HAS_WORDS.test(cell) ? 'auto' : 'ltr'}>${cell}</bdi></td>`)}
    ${
      bar === undefined
        ? nothing
        : html`<td role="presentation" class="track" aria-hidden="true">
            <span class="bar" .style=${`inline-size: ${percent(bar)}`}></span>
            ${mark === undefined ? nothing : html`<span class="mark" .style=${`inset-inline-start: ${percent(mark)}`}></span>`}
          </td>`
    }
  </tr>`
}

/** As wide as the longest number in bold type, so that the bars of all rows have one scale. */
function columnWidths([first = 0, second = 0]: readonly number[]): string {
  return `--first: ${BOLD * first}ch; --second: ${second}ch`
}

/** Bound to properties and not to attributes, which the site's content security policy would refuse. */
function percent(part: number): string {
  return `${(100 * Math.max(0, Math.min(1, part))).toFixed(2)}%`
}
