import type { Pairwise } from '#protocol/counting/transcript'
import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { formatNumber } from '../../language/format.ts'
import { localText } from '../../language/local-text.ts'
import { icon } from '../../ui/icon.ts'
import type { CountReading } from '../reading/count-reading.ts'
import { preferring } from '../reading/pairs.ts'

/** The pairwise matrix, for wide screens and paper; names over the columns stand upright. */
export function renderMatrix(
  count: CountReading,
  pairwise: Pairwise,
  candidates: readonly number[],
): TemplateResult {
  return html`<div class="matrix">
    <p class="small" id="matrix">
      ${msg('Each row shows how many votes prefer its option to the one over the column. A star is a win.')}
    </p>
    <table aria-labelledby="matrix">
      <thead>
        <tr>
          <td></td>
          ${candidates.map((other) => html`<th scope="col"><span>${localText(count.title(other))}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${candidates.map(
          (candidate) =>
            html`<tr>
              <th scope="row">${localText(count.title(candidate))}</th>
              ${candidates.map((other) => renderCell(pairwise, candidate, other))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function renderCell(pairwise: Pairwise, candidate: number, other: number): TemplateResult {
  if (candidate === other) return html`<td class="self"></td>`
  const votes = preferring(pairwise, candidate, other)
  const wins = votes > preferring(pairwise, other, candidate)
  return html`<td class="number ${wins ? 'win' : ''}">
    ${wins ? html`${icon('elected')}<span class="unseen">${msg('A win:')}</span>` : nothing}
    ${formatNumber(votes)}
  </td>`
}
