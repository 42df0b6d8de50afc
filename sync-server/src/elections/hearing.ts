/**
 * A gateway takes ballots and makes promises by a schedule only if, at most this long before, no later amendment was
 * stored. What it promised by an older schedule is therefore durable soon after the amendment is.
 */
export const SCHEDULE_KNOWN_MS = 5_000

/**
 * So long after a tallier has seen an amendment, every gateway acts by it: the time above, and as much again for a copy of
 * the database that is behind.
 */
export const HEARD_WITHIN_MS = 10_000
