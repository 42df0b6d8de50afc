import leveldown from 'leveldown'
import { afterEach, expect, test, vi } from 'vitest'
import { makeBallot, makeElection } from '../testing/election-fixture.ts'
import { GatewayFixture } from '../testing/gateway-fixture.ts'

const fixture = makeElection()
afterEach(() => vi.restoreAllMocks())

test('a full disk is told of and turns traffic away until there is room again', async () => {
  const told: string[] = []
  const onError = (error: unknown): void => void told.push(String(error))
  const server = await GatewayFixture.start(fixture, new Date('2026-05-01T12:00:00Z'), { onError })
  const ballot = makeBallot(fixture)
  const push = async (): Promise<number> => {
    const body = JSON.stringify({ docs: [ballot] })
    const { status } = await fetch(`${server.origin}/sync/board-2026/_bulk_docs`, { method: 'POST', body })
    return status
  }
  const ready = async (): Promise<number> => (await fetch(`${server.origin}/readyz`)).status
  expect(await ready()).toBe(200)

  const batch = vi
    .spyOn(leveldown.prototype, '_batch')
    .mockImplementation((_operations, _options, callback) => {
      callback(new Error('IO error: No space left on device'))
    })
  expect(await push()).toBe(503)
  expect(await push()).toBe(503)
  expect(await ready()).toBe(503)
  expect(told.filter((error) => error.includes('No space left on device'))).not.toEqual([])
  expect(told.filter((error) => error.startsWith('NothingStored'))).toHaveLength(1)
  expect(told.join()).not.toContain(ballot._id)

  batch.mockRestore()
  expect(await push()).toBe(201)
  expect(await ready()).toBe(200)
  await server.close()
})
