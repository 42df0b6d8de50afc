/** Where in the app a voter is; everything secret stays in the fragment, which no browser sends to a server. */
export type Route =
  | { readonly screen: 'home' | 'recover' | 'about' | 'not-found' }
  | {
      readonly screen: 'join'
      readonly election: string
      /** Absent when the voter came without a link of the organiser. */
      readonly manifestHash: string | undefined
      readonly code: string | undefined
    }
  | { readonly screen: 'overview' | 'review' | 'ballots' | 'results' | 'recovery'; readonly election: string }
  | {
      readonly screen: 'observe'
      readonly election: string
      /** Absent when the link did not name it. */
      readonly manifestHash: string | undefined
    }
  | {
      readonly screen: 'vote'
      readonly election: string
      /** The first contest when absent. */
      readonly contest: string | undefined
      /** Opened from the review, and returns there. */
      readonly change: boolean
    }

const ID = /^[a-z][a-z0-9-]{0,62}$/
const HASH = /^[A-Za-z0-9_-]{43}$/
/** Stands where a manifest's hash would, in a link that the app made itself from the public list. */
const NO_HASH = '-'
const NOT_FOUND: Route = { screen: 'not-found' }

export function parseRoute(fragment: string): Route {
  const [, first = '', ...rest] = fragment.replace(/^#/, '').split('/').map(decode)
  switch (first) {
    case '':
      return { screen: 'home' }
    case 'recover':
    case 'about':
      return { screen: first }
    case 'join':
      return parseJoin(rest)
    case 'observe':
      return parseObserve(rest)
    case 'e':
      return parseElection(rest)
    default:
      return NOT_FOUND
  }
}

function parseJoin([election = '', hash = NO_HASH, code]: readonly string[]): Route {
  if (!ID.test(election) || !(hash === NO_HASH || HASH.test(hash))) return NOT_FOUND
  return {
    screen: 'join',
    election,
    manifestHash: hash === NO_HASH ? undefined : hash,
    code: code === '' ? undefined : code,
  }
}

function parseObserve([election = '', hash]: readonly string[]): Route {
  if (!ID.test(election) || !(hash === undefined || HASH.test(hash))) return NOT_FOUND
  return { screen: 'observe', election, manifestHash: hash }
}

function parseElection([election = '', page = '', contest, action]: readonly string[]): Route {
  if (!ID.test(election)) return NOT_FOUND
  switch (page) {
    case '':
      return { screen: 'overview', election }
    case 'vote':
      return { screen: 'vote', election, contest, change: action === 'change' }
    case 'review':
    case 'ballots':
    case 'results':
    case 'recovery':
      return { screen: page, election }
    default:
      return NOT_FOUND
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export const homeHref = '#/'
export const recoverHref = '#/recover'
export const aboutHref = '#/about'

export function joinHref(election: string, manifestHash: string | undefined, code?: string): string {
  const link = `#/join/${election}/${manifestHash ?? NO_HASH}`
  return code ? `${link}/${encodeURIComponent(code)}` : link
}

/** Where anyone counts an election again; it can be passed on. */
export function observeHref(election: string, manifestHash: string): string {
  return `#/observe/${election}/${manifestHash}`
}

export function electionHref(
  election: string,
  page?: 'vote' | 'review' | 'ballots' | 'results' | 'recovery',
): string {
  return page ? `#/e/${election}/${page}` : `#/e/${election}`
}

export function contestHref(election: string, contest: string, change = false): string {
  return `#/e/${election}/vote/${contest}${change ? '/change' : ''}`
}

/** Goes on without leaving the present page behind, so that Back does not return to a step that is done. */
export function replaceRoute(href: string): void {
  location.replace(href)
}
