/// <reference types="vite/types/importMeta.d.ts" />
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '#protocol/errors'
import type { ManifestDocument } from '#protocol/formats/manifest'
import type { Input } from './checks.ts'
import { checks } from './checks.ts'
import type { VectorFile } from './material/vector.ts'

/** As text: a bundler would turn a member `__proto__` of a JSON module into the prototype. */
const files = import.meta.glob<string>('./*.json', { query: '?raw', import: 'default', eager: true })

it('finds the vectors of every kind', () => {
  expect(Object.keys(files).sort()).toEqual(
    Object.keys(checks)
      .sort()
      .map((kind) => `./${kind}.json`),
  )
})

for (const text of Object.values(files)) {
  const { kind, manifests, vectors } = JSON.parse(text) as VectorFile
  describe(kind, () => {
    it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', async (_, vector) => {
      const manifest = () => (manifests[String(vector['manifest'])] as ManifestDocument).body
      const like = manifests[String(vector['like'])]
      const outcome = await outcomeOf(() => checks[kind]?.(vector as unknown as Input, manifest, like))
      const derived: unknown = 'expected' in vector ? vector.expected : expect.anything()
      expect(outcome).toEqual('error' in vector ? { error: vector.error } : { expected: derived })
    })
  })
}

/** A refusal is an outcome; every other error is a fault and fails the test. */
async function outcomeOf(check: () => unknown): Promise<unknown> {
  try {
    return { expected: (await check()) ?? 'nothing to derive' }
  } catch (error) {
    if (error instanceof ProtocolError) return { error: error.code }
    throw error
  }
}
