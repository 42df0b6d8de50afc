import { ProtocolError } from '#protocol/errors'
import type { Votes } from '#protocol/formats/ballot'
import { isBlank, votes as readVotes } from '#protocol/formats/votes'

/**
 * A ballot that is being filled in, kept in the tab's session storage so that a reload loses nothing. It goes with the
 * tab, and as soon as the ballot is cast; no other screen reads the choices.
 */
export interface DraftKey {
  readonly election: string
  /** A draft of another manifest is of another ballot paper. */
  readonly manifestHash: string
}

/** Whatever else runs on this origin could have written it: what is no vote of any kind is no draft. */
export function loadDraft(key: DraftKey, storage: Storage = sessionStorage): Votes {
  const stored = storage.getItem(storageKey(key))
  if (stored === null) return {}
  try {
    return readVotes(JSON.parse(stored), 'draft')
  } catch (error) {
    if (error instanceof ProtocolError || error instanceof SyntaxError) return {}
    throw error
  }
}

export function saveDraft(key: DraftKey, votes: Votes, storage: Storage = sessionStorage): void {
  storage.setItem(storageKey(key), JSON.stringify(votes))
}

export function hasDraft(key: DraftKey, storage: Storage = sessionStorage): boolean {
  return Object.values(loadDraft(key, storage)).some((vote) => !isBlank(vote))
}

export function clearDraft(key: DraftKey, storage: Storage = sessionStorage): void {
  storage.removeItem(storageKey(key))
}

function storageKey({ election, manifestHash }: DraftKey): string {
  return `urna-draft:${election}:${manifestHash}`
}
