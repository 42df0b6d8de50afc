import { expect, test } from 'vitest'
import type { JudgeSettings } from './judges.ts'
import { openJudgeWorkers } from './judge-workers.ts'

const settings = { manifest: {}, manifestHash: '' } as JudgeSettings
/** Nothing that a record could hold: it stands for whatever a judge was not made for. */
const noBallots = { length: 1 } as unknown as readonly unknown[]

test('a judge that fails is heard of, also by whoever asks it afterwards', async () => {
  const judges = openJudgeWorkers(settings, 1)
  try {
    expect(await judges.judge([{}])).toMatchObject([{ kind: 'refused' }])
    await expect(judges.judge(noBallots)).rejects.toThrow('a judge failed')
    await expect(judges.judge([{}])).rejects.toThrow('a judge failed')
  } finally {
    judges.close()
  }
})
