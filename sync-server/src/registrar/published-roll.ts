import { base64url, object, text } from '#protocol/decode'
import type { Database } from '../couch/couch.ts'
import type { Roll } from './roll.ts'
import { roll } from './roll.ts'

const publishedDocument = object({ _id: text(100), _rev: text(200), manifestHash: base64url(32), roll })

/** What `published:<election>` in `control` says, written once when an election opens. */
export interface Published {
  readonly manifestHash: string
  readonly roll: Roll
}

export function publishedId(election: string): string {
  return `published:${election}`
}

/** Where the roll is decided, before anything states it. */
export function rollId(election: string): string {
  return `roll:${election}`
}

export function readPublished(control: Database, election: string): Promise<Published | undefined> {
  return read(control, publishedId(election))
}

/** The roll that an opening has decided on, which may not be finished. */
export function readDrawn(control: Database, election: string): Promise<Published | undefined> {
  return read(control, rollId(election))
}

async function read(control: Database, id: string): Promise<Published | undefined> {
  const stored = await control.read(id)
  if (!stored) return undefined
  const { manifestHash, roll: known } = publishedDocument(stored, 'published')
  return { manifestHash, roll: known }
}
