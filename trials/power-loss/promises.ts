/** What a server has told somebody: all of it must outlive a power cut that comes after. */
export interface Promised {
  /** Ballots with a receipt, by document id. */
  readonly ballots: ReadonlySet<string>
  /** Credentials that were given out. */
  readonly credentials: number
  /** The largest log that was signed. */
  readonly signed: number
}

const RECEIPT = /"ok":true,"id":"(ballot:[A-Za-z0-9_-]{43})","rev":"[^"]*","receipt"/g
const CREDENTIAL = /"blindSignature":"/g
/** In JSON, a line of a signed note ends with a backslash and an n. */
const CHECKPOINT = /urna\/log\/v1\/[a-z0-9-]+\/[A-Za-z0-9_-]{43}\\n(\d+)\\n/g

/** Listens to what a server sends over its sockets. */
export class Promises implements Promised {
  readonly ballots = new Set<string>()
  credentials = 0
  signed = 0

  /** @returns whether these bytes promise something. */
  listen(bytes: Buffer): boolean {
    const text = bytes.toString('latin1')
    const receipts = [...text.matchAll(RECEIPT)].map(([, id = '']) => id)
    const credentials = [...text.matchAll(CREDENTIAL)].length
    for (const id of receipts) this.ballots.add(id)
    for (const [, size] of text.matchAll(CHECKPOINT)) this.signed = Math.max(this.signed, Number(size))
    this.credentials += credentials
    return receipts.length + credentials > 0
  }
}
