import { dirname } from 'node:path'
import type { SystemCall, TraceEvent } from './system-calls.ts'

/** What becomes of what was not synced: all of it is gone; names are kept and bytes gone; or a part of the bytes is kept. */
export type Loss = 'all' | 'bytes' | 'torn'

interface Inode {
  content: Buffer
  /** What the disk is sure to have; undefined before the first sync. */
  durable: Buffer | undefined
}

/**
 * The files below a folder as their system calls leave them, and what of them survives a power cut. A sync makes a file's
 * bytes durable, and its name, as journalling file systems do; a rename, a link or a removal is durable once its folder
 * was synced. Everything else may be lost.
 */
export class Disk {
  readonly #root: string
  readonly #names = new Map<string, Inode>()
  readonly #durableNames = new Map<string, Inode>()
  /** What files held when a sync of them began: what is written while it runs is not covered. */
  readonly #syncing = new Map<string, Buffer>()

  constructor(root: string) {
    this.#root = `${root}/`
  }

  apply({ phase, call }: TraceEvent): void {
    if (phase === 'end') this.#end(call)
    else if (call.kind === 'sync')
      this.#syncing.set(call.path, this.#names.get(call.path)?.content ?? Buffer.alloc(0))
  }

  /**
   * The files after a power cut, by path below the folder.
   *
   * @param kept from 0 to 1, what part of unsynced bytes is there after all when it is `torn`.
   */
  cut(loss: Loss, kept: number): ReadonlyMap<string, Buffer> {
    const names = loss === 'all' ? this.#durableNames : this.#names
    const image = new Map<string, Buffer>()
    for (const [path, { content, durable = Buffer.alloc(0) }] of names) {
      const part = durable.length + Math.floor(Math.max(0, content.length - durable.length) * kept)
      image.set(path.slice(this.#root.length), loss === 'torn' ? content.subarray(0, part) : durable)
    }
    return image
  }

  #end(call: SystemCall): void {
    switch (call.kind) {
      case 'open':
        return this.#open(call.path, call.truncates)
      case 'write':
        return this.#edit(call.path, (content) => Buffer.concat([content, call.bytes]))
      case 'truncate':
        return this.#edit(call.path, (content) => content.subarray(0, call.length))
      case 'sync':
        return this.#sync(call.path)
      case 'rename':
      case 'link':
        return this.#name(call)
      case 'unlink':
        this.#names.delete(call.path)
        return
      case 'send':
        return
    }
  }

  #open(path: string, truncates: boolean): void {
    if (!path.startsWith(this.#root)) return
    const known = this.#names.get(path)
    if (!known) this.#names.set(path, { content: Buffer.alloc(0), durable: undefined })
    else if (truncates) known.content = Buffer.alloc(0)
  }

  #edit(path: string, change: (content: Buffer) => Buffer): void {
    const inode = this.#names.get(path)
    if (inode) inode.content = change(inode.content)
  }

  #sync(path: string): void {
    const inode = this.#names.get(path)
    if (inode) {
      inode.durable = this.#syncing.get(path) ?? inode.content
      this.#durableNames.set(path, inode)
      return
    }
    for (const name of this.#durableNames.keys())
      if (dirname(name) === path && !this.#names.has(name)) this.#durableNames.delete(name)
    for (const [name, each] of this.#names) if (dirname(name) === path) this.#durableNames.set(name, each)
  }

  #name({ kind, from, to }: Extract<SystemCall, { from: string }>): void {
    for (const [name, inode] of this.#names) {
      // A folder takes everything below it along.
      if (name !== from && !name.startsWith(`${from}/`)) continue
      this.#names.set(to + name.slice(from.length), inode)
      if (kind === 'rename') this.#names.delete(name)
    }
  }
}
