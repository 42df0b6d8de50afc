import type { Response } from 'express'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it, vi } from 'vitest'
import { sendList } from './send-list.ts'

const LENGTH = 1000

class Items {
  made = 0;
  *[Symbol.iterator](): Generator<object> {
    for (let number = 0; number < LENGTH; number++) {
      this.made++
      yield { number, filling: 'x'.repeat(10_000) }
    }
  }
}

function open(): PassThrough & Response {
  return Object.assign(new PassThrough(), { type: vi.fn() }) as unknown as PassThrough & Response
}

it('makes no more of a list than its reader takes', async () => {
  const items = new Items()
  const response = open()
  const sent = sendList(response, items, ['{"rows":', '}'])
  await vi.waitFor(() => expect(response.writableNeedDrain).toBe(true))
  expect(items.made).toBeLessThan(LENGTH / 10)
  const { rows } = JSON.parse(await text(response)) as { rows: readonly { number: number }[] }
  await sent
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: LENGTH }, (_, number) => number))
})

it('ends when its reader hangs up', async () => {
  const response = open()
  const items = new Items()
  const sent = sendList(response, items)
  response.destroy()
  await sent
  expect(items.made).toBeLessThan(LENGTH / 10)
})
