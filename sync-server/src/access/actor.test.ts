import { describe, expect, it } from 'vitest'
import { mayAct, ROLES, SECRET_HOLDER } from './actor.ts'

describe('a role', () => {
  it.each(ROLES.flatMap((held) => ROLES.map((needed) => [held, needed] as const)))(
    '%s may do what %s may, if it is no less',
    (held, needed) => {
      const actor = { id: 'a', name: 'A', grants: [{ role: held, election: 'board' }] }
      const isEnough = ROLES.indexOf(held) >= ROLES.indexOf(needed)
      expect(mayAct(actor, needed, 'board')).toBe(isEnough)
      expect(mayAct(actor, needed, 'council')).toBe(false)
      expect(mayAct(actor, needed, undefined)).toBe(false)
    },
  )

  it('for all elections holds for each and for what is of none', () => {
    for (const role of ROLES)
      for (const election of ['board', undefined]) expect(mayAct(SECRET_HOLDER, role, election)).toBe(true)
  })

  it('is nothing to somebody without a grant', () => {
    expect(mayAct({ id: 'a', name: 'A', grants: [] }, 'auditor', 'board')).toBe(false)
  })
})
