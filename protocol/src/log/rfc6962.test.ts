import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromBase64url, toBase64url } from '../bytes.ts'
import { MerkleTree } from './tree.ts'

interface Published {
  readonly name: string
  readonly step: string
  readonly valid?: true
  readonly index: number
  readonly size: number
  readonly from: { readonly size: number }
  readonly to: { readonly size: number }
  readonly hashes: readonly string[]
  readonly expected: { readonly leaves: readonly string[] }
}

const text = readFileSync(new URL('../../vectors/rfc6962.json', import.meta.url), 'utf8')
const { vectors } = JSON.parse(text) as { vectors: readonly Published[] }
const leaves = vectors.findLast(({ step }) => step === 'root')?.expected.leaves ?? []
const tree = new MerkleTree()
for (const leaf of leaves) tree.append(fromBase64url(leaf, 32))

/** That they are accepted is in the vectors' own test. */
describe('the published proofs of Certificate Transparency’s test tree are those that we make', () => {
  it.each(vectors.filter(({ valid, step }) => valid && step === 'inclusion'))(
    '$name',
    ({ index, size, hashes }) => {
      expect(tree.inclusionProof(index, size).map(toBase64url)).toEqual(hashes)
    },
  )

  it.each(vectors.filter(({ valid, step }) => valid && step === 'consistency'))(
    '$name',
    ({ from, to, hashes }) => {
      expect(tree.consistencyProof(from.size, to.size).map(toBase64url)).toEqual(hashes)
    },
  )
})
