import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { generateVectors } from './generate.ts'

const generated = generateVectors()

describe('the vectors are those of the formats (npm run vectors writes them anew)', () => {
  it('has one file for each kind', () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.json'))
    expect(files.sort()).toEqual([...generated.keys()].sort())
  })

  it.each([...generated])('%s is unchanged', (name, text) => {
    expect(readFileSync(new URL(name, import.meta.url), 'utf8') === text).toBe(true)
  })

  it('come out the same twice', () => {
    expect(generateVectors()).toEqual(generated)
  })
})
