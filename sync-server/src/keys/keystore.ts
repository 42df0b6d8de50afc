import type { KeyObject } from 'node:crypto'

/** The private keys of one election on this server. Seeds are 32-byte Ed25519 seeds. */
export interface ElectionKeys {
  readonly authority: Uint8Array
  readonly log: Uint8Array
  readonly receipts: { readonly id: string; readonly seed: Uint8Array }
  readonly registrar: {
    readonly id: string
    readonly seed: Uint8Array
    /** group id → RSA-2048 private key. */
    readonly groups: Readonly<Record<string, KeyObject>>
  }
}

export interface Keystore {
  /** Draws and stores the keys of a new election; an election that has keys keeps them. */
  create(election: string, groups: readonly string[]): Promise<ElectionKeys>
  load(election: string): Promise<ElectionKeys | undefined>
}
