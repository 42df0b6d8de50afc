import { sha256 } from '#crypto'
import { equalBytes } from '../bytes.ts'

/** RFC 6962 §2.1: an inner node is SHA-256(0x01 || left || right), so that no leaf can pass for one. */
const NODE_PREFIX = Uint8Array.of(1)
export const HASH_BYTES = 32
export const EMPTY_ROOT = sha256(new Uint8Array(0))

export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256(NODE_PREFIX, left, right)
}

/**
 * Checks that `leaf` is number `index` of the log of `size` leaves whose root is `root` (RFC 9162 §2.1.3.2).
 * Hashes are 32 bytes.
 */
export function verifyInclusion(
  proof: { readonly index: number; readonly size: number; readonly hashes: readonly Uint8Array[] },
  leaf: Uint8Array,
  root: Uint8Array,
): boolean {
  if (!isSize(proof.index) || !isSize(proof.size) || proof.index >= proof.size) return false
  if (!areHashes([leaf, root, ...proof.hashes])) return false
  let node = leaf
  let first = proof.index
  let last = proof.size - 1
  for (const sibling of proof.hashes) {
    if (last === 0) return false
    if (first % 2 === 1 || first === last) {
      node = hashNode(sibling, node)
      while (first % 2 === 0 && first !== 0) [first, last] = [half(first), half(last)]
    } else {
      node = hashNode(node, sibling)
    }
    ;[first, last] = [half(first), half(last)]
  }
  return last === 0 && equalBytes(node, root)
}

/**
 * Checks that the log with root `to.root` begins with the log with root `from.root` (RFC 9162 §2.1.4.2). The empty log
 * begins every log.
 */
export function verifyConsistency(
  from: { readonly size: number; readonly root: Uint8Array },
  to: { readonly size: number; readonly root: Uint8Array },
  hashes: readonly Uint8Array[],
): boolean {
  if (!isSize(from.size) || !isSize(to.size) || !areHashes([from.root, to.root, ...hashes])) return false
  if (from.size === to.size) return hashes.length === 0 && equalBytes(from.root, to.root)
  if (from.size === 0) return hashes.length === 0 && equalBytes(from.root, EMPTY_ROOT)
  if (from.size > to.size) return false
  return climb(from, to, isPowerOfTwo(from.size) ? [from.root, ...hashes] : hashes)
}

function climb(
  from: { readonly size: number; readonly root: Uint8Array },
  to: { readonly size: number; readonly root: Uint8Array },
  path: readonly Uint8Array[],
): boolean {
  const [start, ...rest] = path
  if (!start) return false
  let first = from.size - 1
  let last = to.size - 1
  while (first % 2 === 1) [first, last] = [half(first), half(last)]
  let old = start
  let node = start
  for (const sibling of rest) {
    if (last === 0) return false
    if (first % 2 === 1 || first === last) {
      old = hashNode(sibling, old)
      node = hashNode(sibling, node)
      while (first % 2 === 0 && first !== 0) [first, last] = [half(first), half(last)]
    } else {
      node = hashNode(node, sibling)
    }
    ;[first, last] = [half(first), half(last)]
  }
  return last === 0 && equalBytes(old, from.root) && equalBytes(node, to.root)
}

/** A longer "hash" could carry an inner node's input in a place of its own choosing. */
function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === HASH_BYTES)
}

/** Beyond 2^53 a number and its successor are one. */
function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

/** Not `>> 1`: a log may outgrow 31 bits. */
function half(value: number): number {
  return Math.floor(value / 2)
}

function isPowerOfTwo(value: number): boolean {
  return 2 ** Math.round(Math.log2(value)) === value
}
