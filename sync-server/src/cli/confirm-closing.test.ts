import { expect, it } from 'vitest'
import { confirmClosing } from './confirm-closing.ts'

it.each(['y', 'Y', 'yes', ' yes '])('"%s" closes', async (answer) => {
  const asked: string[] = []
  const ask = (question: string): Promise<string> => Promise.resolve((asked.push(question), answer))
  await confirmClosing('board', false, { ask })
  expect(asked).toEqual([expect.stringMatching(/board.*cannot be undone.*\(y\/N\)/)])
})

it.each(['', 'n', 'no', 'yeah', 'board'])('"%s" does not', async (answer) => {
  const ask = (): Promise<string> => Promise.resolve(answer)
  await expect(confirmClosing('board', false, { ask })).rejects.toThrow('Nothing was closed')
})

it('without a terminal only --yes closes', async () => {
  await expect(confirmClosing('board', false, undefined)).rejects.toThrow('--yes')
  await confirmClosing('board', true, undefined)
})
