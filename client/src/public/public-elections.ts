import type { Manifest } from '#protocol/formats/manifest'
import type { ElectionPhase, ResultOnDevice, Watched } from '../device.ts'
import type { LocalizedText } from '../language/text-in.ts'

/** What anyone may see of a server's elections without joining them. Needs a network; screens are tested against a fake. */
export interface PublicElections {
  /** Rejects when the server cannot be reached. */
  list(): Promise<readonly PublicElection[]>
  /** Stays in step with an election from the first subscription until the last one stops. */
  follow(election: string): Watched<PublicView>
}

export interface PublicElection {
  readonly election: string
  readonly title: LocalizedText
  readonly phase: ElectionPhase
  readonly opens: string
  readonly closes: string
}

export type PublicView =
  | { readonly kind: 'loading' }
  /** `forged`: what the server sent is not signed as it must be. */
  | { readonly kind: 'failed'; readonly reason: 'unreachable' | 'missing' | 'forged' }
  | { readonly kind: 'ready'; readonly election: ResultsPage }

/** Everything that a page of results shows, wherever it came from. The result's signature has been checked. */
export interface ResultsPage {
  readonly manifest: Manifest
  readonly manifestHash: string
  readonly phase: ElectionPhase
  readonly closes: string
  readonly acceptUntil: string
  readonly shown: ResultOnDevice | undefined
}
