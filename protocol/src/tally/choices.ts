import type { Votes } from '../formats/ballot.ts'

/** What a ballot says, without who says it. */
export interface Choice {
  readonly group: string
  readonly votes: Votes
}

interface Held {
  readonly choice: Choice
  /** Ballots that count and say this. */
  uses: number
}

/**
 * Keeps each distinct choice once: most voters of an election choose what others chose too. What nobody chooses any more is
 * forgotten, and its number given to another: a voter who changes a hundred times takes no more room than one who does not.
 */
export class Choices {
  readonly #numbers = new Map<string, number>()
  readonly #held: (Held | undefined)[] = []
  readonly #free: number[] = []

  /** @returns its number, from 0. */
  add({ group, votes }: Choice): number {
    const text = textOf({ group, votes })
    const known = this.#numbers.get(text)
    const held = known === undefined ? undefined : this.#held[known]
    if (known !== undefined && held) {
      held.uses++
      return known
    }
    const number = this.#free.pop() ?? this.#held.length
    this.#held[number] = { choice: { group, votes }, uses: 1 }
    this.#numbers.set(text, number)
    return number
  }

  /** Takes back one that was added. */
  remove(number: number): Choice | undefined {
    const held = this.#held[number]
    if (held && --held.uses === 0) {
      this.#numbers.delete(textOf(held.choice))
      this.#held[number] = undefined
      this.#free.push(number)
    }
    return held?.choice
  }

  /** How many distinct ones are kept. */
  get size(): number {
    return this.#numbers.size
  }
}

function textOf({ group, votes }: Choice): string {
  return JSON.stringify([group, votes])
}
