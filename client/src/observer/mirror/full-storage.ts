/** Whether a browser has no room for what is to be stored: its own error, or the one that PouchDB makes of it. */
export function isStorageFull(error: unknown): boolean {
  const { name, reason } = (error ?? {}) as Record<'name' | 'reason', unknown>
  return name === 'QuotaExceededError' || /quota/i.test(String(reason))
}
