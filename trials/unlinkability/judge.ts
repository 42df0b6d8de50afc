import type { Dice } from '../dice.ts'
import type { Case, Truth } from './evidence/case.ts'
import { blindingRule } from './rules/blinding.ts'
import { neighbourRules } from './rules/neighbours.ts'
import { orderRules } from './rules/orders.ts'
import type { Kind, Rule } from './rules/rule.ts'
import { KINDS } from './rules/rule.ts'
import { sharedTextRules } from './rules/shared-text.ts'
import { timeRules } from './rules/times.ts'

export interface Finding {
  readonly kind: Kind
  readonly rule: string
  readonly score: number
  /** What chance does not exceed, 99 times in 100. */
  readonly bound: number
}

export interface Verdict {
  readonly rules: number
  /** Of each kind the rule that scored highest, whether or not that is more than chance. */
  readonly best: readonly Finding[]
  /** Every rule that links more than chance does. */
  readonly links: readonly Finding[]
  /** What may be nowhere in what a server holds, and is. */
  readonly traces: readonly string[]
}

const PERCENTILE = 0.99
/** Things that only the registrar may see, and only while it signs. */
const TO_BE_FORGOTTEN: ReadonlySet<string> = new Set([
  ...['address', 'forwarded', 'agent', 'code', 'form', 'blindedMessage', 'blindSignature'],
])

/** Runs every rule over a case, and compares it with what chance makes of the same rules. */
export function judge(opened: Case, truth: Truth, dice: Dice, draws: number): Verdict {
  const rules = rulesOf(opened)
  const bounds = boundsOf(rules, opened.size, dice, draws)
  const findings = rules.flatMap((rule) => {
    const scores = rule.scores(truth)
    return KINDS.flatMap((kind): Finding[] => {
      const score = scores[kind]
      return score === undefined ? [] : [{ kind, rule: rule.name, score, bound: bounds[kind] }]
    })
  })
  return {
    rules: rules.length,
    best: KINDS.flatMap((kind) => highest(findings.filter((finding) => finding.kind === kind))),
    links: findings.filter(({ score, bound }) => score > bound),
    traces: tracesOf(opened),
  }
}

function rulesOf(opened: Case): readonly Rule[] {
  return [
    ...orderRules(opened),
    ...timeRules(opened),
    ...sharedTextRules(opened),
    ...neighbourRules(opened),
    blindingRule(opened),
  ]
}

/**
 * By kind, the 99th percentile of the highest score that any rule of it reaches when nothing links voters to ballots. Were
 * each rule held against its own percentile, one in a hundred would exceed it; rules look at the same things, so their
 * scores are drawn together: a random truth is the same for all of them.
 */
function boundsOf(
  rules: readonly Rule[],
  size: number,
  dice: Dice,
  draws: number,
): Readonly<Record<Kind, number>> {
  const drawn = Array.from({ length: draws }, () => {
    const truth = drawTruth(size, dice)
    const most = { pairs: 0, place: 0, shift: 0, correlation: 0 }
    for (const rule of rules) {
      const scores = rule.scores(truth)
      for (const kind of KINDS) most[kind] = Math.max(most[kind], scores[kind] ?? 0)
    }
    return most
  })
  const boundOf = (kind: Kind): number => percentile(drawn.map((most) => most[kind]))
  return {
    pairs: boundOf('pairs'),
    place: boundOf('place'),
    shift: boundOf('shift'),
    correlation: boundOf('correlation'),
  }
}

function percentile(scores: readonly number[]): number {
  const sorted = scores.toSorted((a, b) => a - b)
  return sorted[Math.ceil(PERCENTILE * sorted.length) - 1] ?? 0
}

/** A random matching (Fisher and Yates). */
export function drawTruth(size: number, dice: Dice): Truth {
  const truth = Array.from({ length: size }, (_, key) => key)
  for (let last = size - 1; last > 0; last--) {
    const other = dice.integer(0, last)
    ;[truth[last], truth[other]] = [truth[other] ?? 0, truth[last] ?? 0]
  }
  return truth
}

function highest(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => b.score - a.score).slice(0, 1)
}

function tracesOf({ mentions }: Case): readonly string[] {
  const found = mentions.filter(({ clue }) => TO_BE_FORGOTTEN.has(clue.name))
  return [...new Set(found.map(({ clue, writing }) => `${clue.name} in ${writing.name}`))]
}
