import { msg, str } from '@lit/localize'
import type { ElectionOnDevice } from '../device.ts'
import { formatMoment } from '../language/format.ts'

/** What casting means, said before it is done. */
export function consequenceWords({
  manifest,
  closes,
}: Pick<ElectionOnDevice, 'manifest' | 'closes'>): string {
  return manifest.recast === 'last'
    ? msg(str`You can change your vote until ${formatMoment(closes)}.`)
    : msg('This is final. You cannot change your vote afterwards.')
}
