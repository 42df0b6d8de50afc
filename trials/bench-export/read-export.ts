import { setTimeout as wait } from 'node:timers/promises'
import type { Inspector } from '../hostile/memory.ts'

/** Between two collections, so that the server comes to send something. */
const PAUSE_MS = 500

export interface ExportFigures {
  readonly bytes: number
  readonly lines: number
  /** Undisturbed. */
  readonly seconds: number
  /** What the server could not let go of before, and at most while it was sending; bytes. */
  readonly liveBefore: number
  readonly liveMost: number
}

/** Reads one export twice: undisturbed, for its speed, and again while the server's garbage is collected and weighed. */
export async function readExport(url: string, inspector: Inspector): Promise<ExportFigures> {
  const began = performance.now()
  const size = await readAll(url)
  const seconds = (performance.now() - began) / 1000
  const { live: liveBefore } = await inspector.measure()
  let liveMost = liveBefore
  const reading = { isOver: false }
  const again = readAll(url).finally(() => (reading.isOver = true))
  while (!reading.isOver) {
    liveMost = Math.max(liveMost, (await inspector.measure()).live)
    await wait(PAUSE_MS)
  }
  await again
  return { ...size, seconds, liveBefore, liveMost }
}

/** @throws {Error} it was refused, or broke off. */
async function readAll(url: string): Promise<{ bytes: number; lines: number }> {
  const response = await fetch(url)
  if (!response.ok || !response.body) throw new Error(`${url} answers ${response.status}`)
  let [bytes, lines] = [0, 0]
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++
  }
  return { bytes, lines }
}
