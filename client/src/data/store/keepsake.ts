import type { PhoneState } from './phone-store.ts'

/**
 * Which elections this browser has joined, kept apart from the database: a browser that throws the database away (it was
 * damaged, or the voter cleared a part of the site's data) must not look like one that never voted. A browser that clears
 * everything takes this with it; nothing can survive that.
 */
export class Keepsake {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>
  readonly #key: string
  /** Manifest hash → election id. */
  readonly #joined: Map<string, string>

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>, key: string) {
    this.#storage = storage
    this.#key = key
    this.#joined = new Map(readEntries(storage.getItem(key)))
  }

  /** Notes what is joined now. */
  remember({ credentials }: PhoneState): void {
    const fresh = [...credentials.values()].filter(
      ({ manifest, state }) => state === 'joined' && !this.#joined.has(manifest),
    )
    if (fresh.length === 0) return
    for (const { manifest, election } of fresh) this.#joined.set(manifest, election)
    try {
      this.#storage.setItem(this.#key, JSON.stringify([...this.#joined]))
    } catch {
      // A full disk must not stop a vote for the sake of a note.
    }
  }

  /** Ids of the elections that were joined and whose right to vote is no longer here. */
  lost({ credentials }: PhoneState): readonly string[] {
    return [...this.#joined].flatMap(([manifest, election]) => (credentials.has(manifest) ? [] : election))
  }
}

/** Whatever else runs on this origin could have written it. */
function readEntries(text: string | null): readonly (readonly [string, string])[] {
  try {
    const entries: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(entries) ? entries.filter(isEntry) : []
  } catch {
    return []
  }
}

function isEntry(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')
}
