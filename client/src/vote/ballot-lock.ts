/** One name for all tabs of this origin (Web Locks): shared by those with a ballot open, whole for who replaces the app. */
const NAME = 'urna-ballot'

/** Says to the other tabs that a ballot is being filled in here. The browser lets go of it when the tab ends. */
export class BallotLock {
  #release: (() => void) | undefined

  hold(): void {
    if (this.#release) return
    const held = new Promise<void>((resolve) => (this.#release = resolve))
    void navigator.locks.request(NAME, { mode: 'shared' }, () => held)
  }

  release(): void {
    this.#release?.()
    this.#release = undefined
  }
}

/** Runs `task` as soon as no tab has a ballot open, this one included. */
export async function whenNoBallotIsOpen(task: () => void): Promise<void> {
  await navigator.locks.request(NAME, task)
}
