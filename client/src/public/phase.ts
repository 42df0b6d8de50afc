import { oneOf } from '#protocol/decode'

/** Reads an election's phase from a server's answer; the phases are those of `ElectionPhase`. */
export const readPhase = oneOf('draft', 'open', 'closed', 'final', 'cancelled')
