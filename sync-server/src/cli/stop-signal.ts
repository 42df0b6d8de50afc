const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** A terminal and npm may both pass the same Ctrl-C on. */
const SAME_PRESS_MS = 700
const FORCED_EXIT_CODE = 130

/** Resolves at the first signal to stop; a second one, pressed apart from it, ends the process at once. */
export function awaitStopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined
    const heed = (): void => {
      const now = Date.now()
      if (first === undefined) {
        first = now
        resolve()
      } else if (now - first > SAME_PRESS_MS) {
        process.exit(FORCED_EXIT_CODE)
      }
    }
    for (const signal of SIGNALS) process.on(signal, heed)
  })
}
