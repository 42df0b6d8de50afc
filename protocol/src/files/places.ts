import type { ProfileBuilder } from '../counting/profile-builder.ts'

/** No ballot paper has more places; a rank of a billion would be a billion places left empty. */
export const MOST_RANK = 1000

/** Gives the candidates of each place to the open ballot; a place without any was left empty. */
export function addPlaces(builder: ProfileBuilder, places: readonly (readonly number[] | undefined)[]): void {
  for (let place = 0; place < places.length; place++) {
    const [first, ...equals] = places[place] ?? []
    if (first === undefined) builder.skip()
    else builder.rank(first)
    for (const candidate of equals) builder.equal(candidate)
  }
}
