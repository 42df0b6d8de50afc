import type { Page } from '@playwright/test'
import type { LanServer } from '../lan-server.ts'
import type { TestServer } from '../server.ts'
import { cast, electionOf, expectStage, fillDemonstrationBallot, join } from '../steps.ts'

export interface Screen {
  readonly name: string
  readonly url: string
  /** Audits that cannot pass here, each with the reason. */
  readonly excused?: Readonly<Record<string, string>>
}

const BEFORE_TRUST = 'by plain HTTP a phone gets the certificate that HTTPS needs here'

/**
 * The screens in the order in which a voter comes to them. The phone whose page this is has done what each needs when it is
 * handed out; the audit opens it in a tab of its own.
 */
export async function* screens(page: Page, server: TestServer, lan: LanServer): AsyncGenerator<Screen> {
  const { joinLink, codes } = await server.demonstration()
  const election = `e/${electionOf(joinLink)}`
  const at = (name: string, route: string): Screen => ({ name, url: `${server.origin}/#/${route}` })
  yield at('home, first visit', '')
  yield { name: 'join', url: joinLink }
  yield at('restore', 'recover')
  yield at('about', 'about')
  await join(page, { joinLink }, codes[0] ?? '')
  yield at('recovery file', `${election}/recovery`)
  yield at('election', election)
  yield at('ballot, one choice', `${election}/vote/chair`)
  yield at('ballot, two seats', `${election}/vote/committee`)
  yield at('ballot, approval', `${election}/vote/projects`)
  yield at('review', `${election}/review`)
  await fillDemonstrationBallot(page, joinLink)
  await cast(page)
  await expectStage(page, 'Counted')
  yield at('my ballots', `${election}/ballots`)
  yield at('results', `${election}/results`)
  yield at('observer', `observe/${electionOf(joinLink)}`)
  yield at('home, with an election', '')
  yield { name: 'database sign-in', url: `${server.fauxton}/_sign_in` }
  yield {
    name: 'trust page',
    url: lan.read(/Trust page +(\S+)/),
    excused: { 'is-on-https': BEFORE_TRUST, 'redirects-http': BEFORE_TRUST },
  }
}
