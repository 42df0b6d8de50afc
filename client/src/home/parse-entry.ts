import type { Route } from '../app/routes.ts'
import { parseRoute } from '../app/routes.ts'
import { isWholeCode, tidyCode } from '../join/voting-code.ts'

/** What somebody typed or pasted to take part. */
export type Entry =
  | { readonly kind: 'link'; readonly route: Extract<Route, { screen: 'join' }> }
  /** A link of Urna on another site, which holds that site's elections. */
  | { readonly kind: 'elsewhere'; readonly url: string }
  | { readonly kind: 'code'; readonly code: string }
  /** It begins like a join link and does not end like one. */
  | { readonly kind: 'cut-link' }
  | { readonly kind: 'unreadable' }

/** @param origin this site's own, to tell links that lead elsewhere. */
export function parseEntry(text: string, origin: string): Entry {
  const trimmed = text.trim()
  const fragment = trimmed.indexOf('#/join/')
  if (fragment >= 0) return parseLink(trimmed, fragment, origin)
  return isWholeCode(trimmed) && /^[\s\w–-]+$/.test(trimmed)
    ? { kind: 'code', code: tidyCode(trimmed) }
    : { kind: 'unreadable' }
}

function parseLink(text: string, fragment: number, origin: string): Entry {
  const route = parseRoute(text.slice(fragment))
  if (route.screen !== 'join') return { kind: 'cut-link' }
  const site = text.slice(0, fragment)
  if (site === '' || !URL.canParse(site)) return { kind: 'link', route }
  const url = new URL(text)
  if (url.origin === origin) return { kind: 'link', route }
  return url.protocol === 'https:' || url.protocol === 'http:'
    ? { kind: 'elsewhere', url: text }
    : { kind: 'unreadable' }
}
