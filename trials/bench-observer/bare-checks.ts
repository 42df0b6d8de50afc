import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import type { PreparedElection } from '../bench/prepare.ts'

const BLOCK = 32
const ASSETS = fileURLToPath(new URL('../../dist/client/assets', import.meta.url))

/**
 * The signatures of every ballot in the app's own judges, in the same page and in as many workers as the observer has, with
 * all ballots in memory: nothing of copying, storing, reading and counting is in the seconds.
 */
export async function secondsOfChecks(
  page: Page,
  { ballots, manifest, manifestHash }: PreparedElection,
): Promise<number> {
  const judge = (await readdir(ASSETS)).find((name) => name.startsWith('judge-worker-'))
  if (judge === undefined) throw new Error('the app is not built')
  await page.evaluate(`globalThis.urnaBlocks = []`)
  for (let first = 0; first < ballots.length; first += BLOCK)
    await page.evaluate(`urnaBlocks.push(${JSON.stringify(ballots.slice(first, first + BLOCK))})`)
  const settings = JSON.stringify({ manifest, manifestHash })
  return page.evaluate<number>(`(${JUDGE_ALL})('/assets/${judge}', ${settings})`)
}

/** In the page: deals the blocks out to workers; resolves with the seconds from the first block to the last answer. */
const JUDGE_ALL = `async (address, settings) => {
  const workers = Array.from({ length: Math.min(8, navigator.hardwareConcurrency) }, () => {
    const worker = new Worker(address, { type: 'module' })
    worker.postMessage(settings)
    return worker
  })
  const ask = (worker, block) =>
    new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data)
      worker.postMessage(block)
    })
  // Loading a worker is no check.
  await Promise.all(workers.map((worker) => ask(worker, [])))
  const began = performance.now()
  const refused = []
  await Promise.all(
    workers.map(async (worker) => {
      for (let block = urnaBlocks.shift(); block; block = urnaBlocks.shift())
        refused.push(...(await ask(worker, block)).filter(({ kind }) => kind !== 'valid'))
    }),
  )
  const seconds = (performance.now() - began) / 1000
  for (const worker of workers) worker.terminate()
  if (refused.length > 0) throw new Error('the loop refuses a ballot')
  return seconds
}`
