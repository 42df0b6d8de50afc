import type { Votes } from '#protocol/formats/ballot'

/**
 * A ballot that is being filled in, kept in the tab's session storage so that a reload loses nothing. It goes with the
 * tab, and as soon as the ballot is cast; no other screen reads the choices.
 */
export interface DraftKey {
  readonly election: string
  /** A draft of another manifest is of another ballot paper. */
  readonly manifestHash: string
}

export function loadDraft(key: DraftKey, storage: Storage = sessionStorage): Votes {
  const stored = storage.getItem(storageKey(key))
  const draft: unknown = stored === null ? {} : JSON.parse(stored)
  return isVotes(draft) ? draft : {}
}

export function saveDraft(key: DraftKey, votes: Votes, storage: Storage = sessionStorage): void {
  storage.setItem(storageKey(key), JSON.stringify(votes))
}

export function hasDraft(key: DraftKey, storage: Storage = sessionStorage): boolean {
  return Object.values(loadDraft(key, storage)).some((chosen) => chosen.length > 0)
}

export function clearDraft(key: DraftKey, storage: Storage = sessionStorage): void {
  storage.removeItem(storageKey(key))
}

function storageKey({ election, manifestHash }: DraftKey): string {
  return `urna-draft:${election}:${manifestHash}`
}

/** Whatever else runs on this origin could have written it. */
function isVotes(value: unknown): value is Votes {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (chosen) => Array.isArray(chosen) && chosen.every((option) => typeof option === 'string'),
    )
  )
}
