import { DeviceError } from '../../device.ts'

/**
 * Runs a write. A full disk surfaces under several names (Dexie wraps the browser's error, and an aborted transaction
 * carries it inside), so the chain of causes is searched.
 *
 * @throws {DeviceError} storage-full
 */
export async function whileStoring<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (isQuotaError(error))
      throw new DeviceError('storage-full', 'this browser has no more room for this site')
    throw error
  }
}

function isQuotaError(error: unknown): boolean {
  for (let next = error, depth = 0; next instanceof Error && depth < 5; depth++) {
    if (next.name === 'QuotaExceededError' || /QuotaExceeded/.test(next.message)) return true
    const { inner, cause } = next as { inner?: unknown; cause?: unknown }
    next = inner ?? cause
  }
  return false
}
