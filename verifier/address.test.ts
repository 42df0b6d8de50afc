import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { boardHash } from '../protocol/vectors/material/election.ts'
import { run } from './cli.ts'
import type { Doc } from './testing/finished-election.ts'
import { grow, head, honest, honestBatches, publish, vote } from './testing/finished-election.ts'
import { tiledElection, withEditedTile } from './testing/tiled-election.ts'
import { toText } from './testing/verify-documents.ts'

const API = '/api/elections/board-2026'
let server: Server | undefined
afterEach(() => server?.close())

/** Answers these addresses, and 404 to any other. @param broken where it hangs up halfway. @returns its origin. */
async function serve(
  answers: Readonly<Record<string, string | Uint8Array>>,
  asked: string[] = [],
  broken?: string,
): Promise<string> {
  server = createServer(({ url = '' }, response) => {
    asked.push(url)
    const answer = answers[url]
    if (answer === undefined) response.statusCode = 404
    if (url !== broken) response.end(answer)
    else response.write(answer?.slice(0, answer.length / 2), () => response.destroy())
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function verify(...args: string[]): Promise<{ code: number; output: string }> {
  const said: string[] = []
  const print = (line: string): void => void said.push(line)
  const spies = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error')]
  for (const spy of spies) spy.mockImplementation(print)
  const code = await run(args)
  for (const spy of spies) spy.mockRestore()
  return { code, output: said.join('\n') }
}

function tileOf(documents: readonly Doc[]): Uint8Array {
  const tile = documents.find(({ _id }) => _id.startsWith('tile:'))
  return Buffer.from(tile?.hashes as string, 'base64url')
}

/** What a server shows of an election: its bundle, without tiles, and its log as C2SP tlog-tiles has it. */
function shown(documents: readonly Doc[], tile = tileOf(documents)): Record<string, string | Uint8Array> {
  const bundle = documents.filter(({ _id }) => !_id.startsWith('tile:'))
  const head = documents.find(({ _id }) => _id.startsWith('head:'))
  return {
    [`${API}/export?format=json`]: toText(bundle),
    [`${API}/log/checkpoint`]: head?.note as string,
    [`${API}/log/tile/0/000`]: tile,
  }
}

describe('an address', () => {
  it('is followed to the bundle, the checkpoint and the tiles, and a join link is trusted', async () => {
    const asked: string[] = []
    const origin = await serve(shown(tiledElection()), asked)
    const { code, output } = await verify(`${origin}/#/join/board-2026/${boardHash}`, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(output)).toMatchObject({
      ...{ verified: true, manifestHashGiven: true, log: { size: 256 } },
      checked: { checkpoints: 2, tiles: 1, ballots: 256 },
    })
    expect(asked.sort()).toEqual(Object.keys(shown(tiledElection())).sort())
  })

  it('whose tiles are of another log is refuted, and the tile is named', async () => {
    const origin = await serve(shown(tiledElection(), tileOf(withEditedTile())))
    const { code, output } = await verify(`${origin}${API}`, '--manifest-hash', boardHash)
    expect(code).toBe(1)
    expect(output).toContain('refuted: tile:board-2026:0:0: bad-chain: the log has other hashes there')
  })

  it('that shows other tools another checkpoint is refuted', async () => {
    const fork = [...honestBatches.slice(0, 2), [8, 9, 10, 11, 12, 13].map((voter) => vote(voter, {}))]
    const origin = await serve({
      [`${API}/export?format=json`]: toText(publish(honest)),
      [`${API}/log/checkpoint`]: head(grow(fork)).note as string,
    })
    const { code, output } = await verify(`${origin}${API}`)
    expect([code, output.includes('refuted: head:board-2026: bad-chain')]).toEqual([1, true])
  })

  it.each(['/export?format=json', '/log/checkpoint', '/log/tile/0/000'])(
    'that breaks off in the middle of %s cannot be judged',
    async (path) => {
      const origin = await serve(shown(tiledElection()), [], `${API}${path}`)
      const { code, output } = await verify(`${origin}${API}`)
      expect([code, output]).toEqual([2, expect.stringContaining(`${origin} broke off its answer: `)])
    },
  )

  it('that lacks a tile cannot be judged', async () => {
    const { [`${API}/log/tile/0/000`]: _, ...rest } = shown(tiledElection())
    const origin = await serve(rest)
    const { code, output } = await verify(`${origin}${API}`)
    expect([code, output]).toEqual([2, `${origin}${API}/log/tile/0/000 answers 404.`])
  })
})
