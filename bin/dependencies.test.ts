import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

const read = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), 'utf8')

it('every package that runs in production is on the page of dependencies, with its version and its licence', async () => {
  const { dependencies } = JSON.parse(await read('package.json')) as { dependencies: Record<string, string> }
  const { packages } = JSON.parse(await read('package-lock.json')) as {
    packages: Record<string, { version: string; license: string }>
  }
  const page = await read('docs/dependencies.md')
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  const missing = Object.keys(dependencies).filter((name) => {
    const { version, license } = packages[`node_modules/${name}`] ?? {}
    return !rows.some((row) => row[1] === `\`${name}\`` && row[2] === version && row[4] === license)
  })
  expect(missing).toEqual([])
})
