import type { Decoder } from '#protocol/decode'
import type { Actor, Role } from '../access/actor.ts'

/** One request to the election office, read and allowed. */
export interface Call<Body> {
  readonly actor: Actor
  /** The `:id` of the address; '' where it has none. */
  readonly election: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Body
}

export interface Answer {
  readonly status: number
  readonly body: object
}

/** One address of the admin API: everything that is asked of the election office goes through a list of these. */
export interface AdminRoute<Body = never> {
  readonly method: 'get' | 'post'
  /** Below `/admin/api`; `:id` is the election. */
  readonly path: string
  /** The least role that may ask this, for the election of the address. */
  readonly role: Role
  /** Reads the body, which is JSON; a GET has none. */
  readonly body?: Decoder<Body>
  answer(call: Call<Body>): Promise<Answer>
}

/** A route whose body is read by `body`. */
export function jsonRoute<Body>(route: AdminRoute<Body> & { readonly body: Decoder<Body> }): AdminRoute {
  return route as unknown as AdminRoute
}

/** A route without a body. */
export function plainRoute(route: Omit<AdminRoute, 'body'>): AdminRoute {
  return route
}
