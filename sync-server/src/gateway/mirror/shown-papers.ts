import type { StoredDoc } from '../../couch/couch.ts'
import type { LiveElection } from '../../elections/live-election.ts'

/** A document besides the log and its ballots, as it is shown now. */
export interface Paper {
  /** Which of a position's versions speaks of it. */
  readonly slot: number
  /** Grows with each document that takes the place of another. */
  readonly version: number
  readonly document: StoredDoc
}

/** An election at one moment, as its mirror shows it. */
export interface Shown {
  /** Leaves that the head covers. */
  readonly size: number
  /** Papers that come before the ballots, and those that speak of them and come after. */
  readonly before: readonly Paper[]
  readonly after: readonly Paper[]
}

const [MANIFEST, AMENDMENTS, HEAD, RESULT, CLOSE, FIRST_STATEMENT] = [0, 1, 2, 3, 4, 5]
/** A head a second for a minute: whoever is told of one asks for it within seconds. */
const REMEMBERED = 64

/**
 * What the papers of an election say together. A gateway may hear of a result or a close before it hears of the head: they
 * are shown once the head covers them, so that whoever has read everything holds an election that can be recounted.
 */
export class ShownPapers {
  readonly #live: LiveElection
  #result: LiveElection['result']
  #close: LiveElection['close']
  /** The last heads and results, by their revision: whoever was told of one gets that one. */
  readonly #recent = new Map<string, StoredDoc>()

  constructor(live: LiveElection) {
    this.#live = live
    this.#take()
    live.subscribe(() => this.#take())
  }

  now(): Shown {
    const { head, manifest, amendments, issuance } = this.#live
    const papers = (list: readonly (Paper | false | undefined)[]): Paper[] => list.filter((paper) => !!paper)
    const size = head?.checkpoint.size ?? 0
    const result = this.#result
    return {
      size,
      before: papers([
        paper(MANIFEST, 1, manifest),
        ...amendments.map((amendment) => paper(AMENDMENTS, amendment.body.n, amendment)),
        ...issuance.map((statement) => this.#statement(statement)),
      ]),
      after: papers([
        head && paper(HEAD, size + 1, head.document),
        result && paper(RESULT, this.#live.resultAge(result) + 1, result),
        this.#close && paper(CLOSE, 1, this.#close),
      ]),
    }
  }

  /** A head or result that was shown lately; undefined for any other document. */
  recent(id: string, rev: string): StoredDoc | undefined {
    return this.#recent.get(`${id} ${rev}`)
  }

  /** A later statement of a registrar has issued no less, and the last one is final. */
  #statement(statement: LiveElection['issuance'][number]): Paper {
    const { registrar, issued, final } = statement.body
    const total = Object.values(issued).reduce((sum, count) => sum + count, 0)
    const place = this.#live.manifest.body.registrars.findIndex(({ id }) => id === registrar)
    return paper(FIRST_STATEMENT + place, 1 + 2 * total + (final ? 1 : 0), statement)
  }

  #take(): void {
    const { head, result, close } = this.#live
    const size = head?.checkpoint.size ?? -1
    if (result && result.body.size <= size) this.#result = result
    const shown = this.#result?.body
    if (close && close.body.size === shown?.size && close.body.amendments === shown.amendments)
      this.#close = close
    for (const document of [head?.document, this.#result]) if (document) this.#remember(asStored(document))
  }

  #remember(document: StoredDoc): void {
    const key = `${document._id} ${document._rev}`
    if (this.#recent.has(key)) return
    this.#recent.set(key, document)
    const [oldest] = this.#recent.keys()
    if (this.#recent.size > 2 * REMEMBERED && oldest !== undefined) this.#recent.delete(oldest)
  }
}

function paper(slot: number, version: number, document: object): Paper {
  return { slot, version, document: asStored(document) }
}

/** A checked document is one that the database returned, without the members that nobody signed. */
function asStored(document: object): StoredDoc {
  return document as StoredDoc
}
