/** What somebody may do in the election office, least first; each may do all that those before it may. */
export const ROLES = ['auditor', 'officer', 'owner'] as const
export type Role = (typeof ROLES)[number]

export interface Grant {
  readonly role: Role
  /** Undefined: every election, and what belongs to none. */
  readonly election: string | undefined
}

/** Who asks something of the election office. */
export interface Actor {
  /** The same for the same person: `secret` for whoever has the console secret, else issuer and subject. */
  readonly id: string
  /** For people to read: in the audit trail, on the screen. */
  readonly name: string
  readonly grants: readonly Grant[]
}

/** Whoever has the console secret is the owner. */
export const SECRET_HOLDER: Actor = {
  id: 'secret',
  name: 'console secret',
  grants: [{ role: 'owner', election: undefined }],
}

/** @param election without one, only a grant for every election counts. */
export function mayAct({ grants }: Actor, role: Role, election: string | undefined): boolean {
  return grants.some(
    (grant) =>
      ROLES.indexOf(grant.role) >= ROLES.indexOf(role) &&
      (grant.election === undefined || grant.election === election),
  )
}
