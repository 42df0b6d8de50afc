import { msg, str } from '@lit/localize'
import type { ElectionPhase } from '../device.ts'
import { formatMoment } from '../language/format.ts'

export interface Schedule {
  readonly phase: ElectionPhase
  readonly opens: string
  readonly closes: string
}

/** Where an election stands, in one line: "Open until Friday 27 November, 18:00". */
export function phaseWords({ phase, opens, closes }: Schedule): string {
  switch (phase) {
    case 'draft':
      return msg(str`Opens ${formatMoment(opens)}`)
    case 'open':
      return msg(str`Open until ${formatMoment(closes)}`)
    case 'closed':
      return msg(str`Closed ${formatMoment(closes)}, not final yet`)
    case 'final':
      return msg(str`Final. Closed ${formatMoment(closes)}`)
    case 'cancelled':
      return msg('Cancelled')
  }
}
