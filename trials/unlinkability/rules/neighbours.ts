import type { Case } from '../evidence/case.ts'
import type { Mention } from '../evidence/mentions.ts'
import type { Guess, Rule } from './rule.ts'
import { guessRule } from './rule.ts'

const OF_BALLOTS: ReadonlySet<string> = new Set(['ballot key', 'first ballot', 'last ballot'])
/** Further apart two things in one file have nothing to do with each other. */
const NEAR = 2000

/** Of each thing that is known of a voter, the ballot that is named nearest to it anywhere. */
export function neighbourRules({ mentions, size }: Case): readonly Rule[] {
  const names = new Set(mentions.map(({ clue }) => clue.name).filter((name) => !OF_BALLOTS.has(name)))
  return [...names].map((name) => guessRule(`the ballot nearest to a "${name}"`, guess(name, mentions, size)))
}

function guess(name: string, mentions: readonly Mention[], size: number): Guess {
  const best = Array.from({ length: size }, () => ({ key: undefined as number | undefined, distance: NEAR }))
  const consider = (voter: Mention | undefined, key: Mention | undefined): void => {
    if (!voter || !key || voter.writing !== key.writing) return
    const distance = Math.abs(voter.offset - key.offset)
    if (distance < (best[voter.clue.item]?.distance ?? 0))
      best[voter.clue.item] = { key: key.clue.item, distance }
  }
  let [voter, key]: (Mention | undefined)[] = []
  // In the order of offsets: of each mention the last of the other side before it, and so the first after.
  for (const mention of mentions) {
    if (OF_BALLOTS.has(mention.clue.name)) consider(voter, (key = mention))
    else if (mention.clue.name === name) consider((voter = mention), key)
  }
  return best.map((found) => found.key)
}
