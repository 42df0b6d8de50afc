import { sha256 } from '#crypto'
import { utf8 } from '../bytes.ts'
import type { Contest } from './manifest-body.ts'

/**
 * The options in the order in which the paper of the voter with this key shows them, by the contest's declared `order`. It
 * follows from what a ballot shows of itself, so anyone can say afterwards what each voter saw. A key is random, so every
 * order is as likely as another.
 *
 * @param key the device's public key, base64url.
 */
export function paperOrder(
  { id: contest, options, order }: Pick<Contest, 'id' | 'options' | 'order'>,
  { manifestHash, key }: { readonly manifestHash: string; readonly key: string },
): Contest['options'] {
  const drawn = (...of: string[]): Uint8Array =>
    sha256(utf8(['urna/order/v1', manifestHash, key, contest, ...of].join('\n')))
  if (order === 'rotated') {
    const first = new DataView(drawn().buffer as ArrayBuffer).getUint32(0) % options.length
    return [...options.slice(first), ...options.slice(0, first)]
  }
  if (order === 'random') {
    const lots = new Map(options.map(({ id }) => [id, hexOf(drawn(id))]))
    const lotOf = ({ id }: { readonly id: string }): string => lots.get(id) ?? ''
    return [...options].sort((a, b) => (lotOf(a) < lotOf(b) ? -1 : 1))
  }
  return options
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
