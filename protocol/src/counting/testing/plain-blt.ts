import { ProfileBuilder } from '../profile-builder.ts'
import type { Profile } from '../profile.ts'

/** Reads a BLT file that is known to be well formed: what the tests of counting need, and no more. */
export function readPlainBlt(text: string): Profile {
  const lines = text.split('\n').map((line) => line.trim())
  const [candidates = 0, seats = 0] = (lines[0] ?? '').split(' ').map(Number)
  const builder = new ProfileBuilder('ranked')
  let at = 1
  const withdrawn: number[] = []
  for (; lines[at] !== '0'; at++) {
    const [weight = '', ...places] = (lines[at] ?? '').split(/\s+/)
    if (weight.startsWith('-')) withdrawn.push(...[weight, ...places].map((each) => -Number(each) - 1))
    else
      builder.add(
        places
          .slice(0, -1)
          .map((place) => (place === '-' ? [] : place.split('=').map((each) => Number(each) - 1))),
        Number(weight),
      )
  }
  const names = lines.slice(at + 1, at + 1 + candidates).map((line) => line.replace(/^"|"$/g, ''))
  return builder.build({ candidates: names, seats, withdrawn })
}
