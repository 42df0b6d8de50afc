import { describe, expect, it } from 'vitest'
import { ReadWriteLock } from './read-write-lock.ts'

/** Work that reports when it starts, and ends when it is told to. */
function job(name: string, log: string[]): { work: () => Promise<string>; end: () => void } {
  let end = (): void => undefined
  const promise = new Promise<string>((resolve) => {
    end = () => resolve(name)
  })
  return {
    work: () => {
      log.push(name)
      return promise
    },
    end: () => end(),
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a read-write lock', () => {
  it('lets reads run together and a write alone, in the order of arrival', async () => {
    const log: string[] = []
    const lock = new ReadWriteLock()
    const [first, second, write, third] = ['r1', 'r2', 'w', 'r3'].map((name) => job(name, log))
    if (!first || !second || !write || !third) throw new Error('there are four jobs')
    const done = [
      lock.shared(first.work),
      lock.shared(second.work),
      lock.exclusive(write.work),
      lock.shared(third.work),
    ]
    await settle()
    expect(log).toEqual(['r1', 'r2'])
    second.end()
    await settle()
    expect(log).toEqual(['r1', 'r2'])
    first.end()
    await settle()
    // The third read came later than the write, and does not overtake it.
    expect(log).toEqual(['r1', 'r2', 'w'])
    write.end()
    await settle()
    expect(log).toEqual(['r1', 'r2', 'w', 'r3'])
    third.end()
    expect(await Promise.all(done)).toEqual(['r1', 'r2', 'w', 'r3'])
  })

  it('is released by work that fails', async () => {
    const lock = new ReadWriteLock()
    await expect(lock.exclusive(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    await expect(lock.shared(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    expect(await lock.exclusive(() => Promise.resolve('next'))).toBe('next')
  })
})
