import { METHODS } from '#protocol/formats/contest-method'
import { paperOf } from '#protocol/formats/contest-method'
import type { Contest } from '#protocol/formats/manifest'
import type { Vote } from '#protocol/formats/votes'
import { checkVote, spellVote } from '#protocol/formats/votes'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PAPERS } from '../../testing/fake-papers.ts'
import { openPaper } from '../../testing/open-paper.ts'

/** Everything on the paper that can be pressed, in every shadow root of it. */
function controlsOf(root: ParentNode): readonly HTMLElement[] {
  return [...root.querySelectorAll('*')].flatMap((element) => {
    const inside = element.shadowRoot ? controlsOf(element.shadowRoot) : []
    return element instanceof HTMLElement && element.matches('button, input') ? [element, ...inside] : inside
  })
}

/** Presses a control; into a field it writes instead. */
function press(control: HTMLElement | undefined, number: number): void {
  if (!(control instanceof HTMLInputElement && control.role === 'spinbutton')) return control?.click()
  control.value = String(number)
  control.dispatchEvent(new Event('input'))
}

const people = PAPERS.find(({ id }) => id === 'chair')

test('whatever is pressed in whatever order, the vote is one that a ballot may carry', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...METHODS),
      fc.record({ maxSelections: fc.integer({ min: 1, max: 5 }), maxScore: fc.constantFrom(1, 5, 10, 20) }),
      fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 30 }),
      async (method, { maxSelections, maxScore }, presses) => {
        if (!people) throw new Error('the paper is missing')
        const scale = paperOf(method) === 'scores' ? { maxScore } : {}
        const contest: Contest = { ...people, method, maxSelections, ...scale }
        const paper = openPaper(contest)
        const cast = (vote: Vote): void => checkVote(contest, spellVote(contest, vote))
        for (const each of presses) {
          await paper.updateComplete
          const controls = controlsOf(paper.renderRoot)
          press(controls[each % controls.length], each)
          expect(() => cast(paper.vote)).not.toThrow()
        }
      },
    ),
    { numRuns: 150 },
  )
})
