import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Watched } from './device.ts'

/** Keeps a screen in step with something on the device, for as long as the screen is on the page. */
export class Watch<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #source: () => Watched<T> | undefined
  #watched: Watched<T> | undefined
  #stop: (() => void) | undefined

  /** @param source is asked each time the host connects and at {@link restart}, so it may depend on properties. */
  constructor(host: ReactiveControllerHost, source: () => Watched<T> | undefined) {
    this.#host = host
    this.#source = source
    host.addController(this)
  }

  get value(): T | undefined {
    return this.#watched?.value
  }

  hostConnected(): void {
    this.restart()
  }

  hostDisconnected(): void {
    this.#stop?.()
    this.#stop = undefined
  }

  restart(): void {
    this.#stop?.()
    this.#watched = this.#source()
    this.#stop = this.#watched?.subscribe(() => this.#host.requestUpdate())
  }
}
