import { toBase64url } from '../bytes.ts'
import { refuse } from '../errors.ts'
import { EMPTY_ROOT } from './merkle.ts'

const EMPTY = toBase64url(EMPTY_ROOT)

/**
 * Of the empty log there is one root.
 *
 * @param root base64url.
 * @throws {ProtocolError} malformed
 */
export function checkEmptyRoot({ size, root }: { readonly size: number; readonly root: string }): void {
  if (size === 0 && root !== EMPTY) refuse('malformed', 'an empty log has the empty root')
}
