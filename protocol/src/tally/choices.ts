import type { Votes } from '../formats/ballot.ts'

/** What a ballot says, without who says it. */
export interface Choice {
  readonly group: string
  readonly votes: Votes
}

/** Keeps each distinct choice once: most voters of an election choose what others chose too. */
export class Choices {
  readonly #numbers = new Map<string, number>()
  readonly #choices: Choice[] = []

  /** @returns its number, from 0. */
  add({ group, votes }: Choice): number {
    const text = JSON.stringify([group, votes])
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#choices.push({ group, votes })
    this.#numbers.set(text, this.#numbers.size)
    return this.#numbers.size - 1
  }

  at(number: number): Choice | undefined {
    return this.#choices[number]
  }
}
