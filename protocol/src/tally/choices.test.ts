import { expect, it } from 'vitest'
import { Choices } from './choices.ts'

const choice = (option: string) => ({ group: 'all', votes: { chair: [option] } })

it('keeps what two say once, until both have taken it back', () => {
  const choices = new Choices()
  const [first, second] = [choices.add(choice('ada')), choices.add(choice('ada'))]
  expect([first, second, choices.size]).toEqual([0, 0, 1])
  expect(choices.remove(first)).toEqual(choice('ada'))
  expect(choices.remove(second)).toEqual(choice('ada'))
  expect([choices.size, choices.remove(0)]).toEqual([0, undefined])
})

it('takes no more room for a voter who changes again and again', () => {
  const choices = new Choices()
  const other = choices.add(choice('other'))
  let number = choices.add(choice('option-0'))
  for (let change = 1; change < 100; change++) {
    expect(choices.remove(number)).toEqual(choice(`option-${change - 1}`))
    number = choices.add(choice(`option-${change}`))
  }
  expect([choices.size, number]).toEqual([2, 1])
  expect([choices.remove(number), choices.remove(other)]).toEqual([choice('option-99'), choice('other')])
})
