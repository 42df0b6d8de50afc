import ts from 'typescript'

/** A text of the app's own that `msg` or `counted` hands to the reader. */
export interface Message {
  /** The English words, with `{0}` for the first value. */
  readonly source: string
  /** Has a translation for each plural form. */
  readonly counted: boolean
}

export interface Findings {
  readonly messages: readonly Message[]
  /** What could not be translated, each as `file:line: why`. */
  readonly faults: readonly string[]
}

/** Attributes that are read to people. */
const SPOKEN = /\s(?:aria-label|aria-description|alt|label|placeholder|title)="([^"]*)"/g
/** What stands in every language as it is: the product, and the shape of a code. */
const UNTRANSLATED = /Urna|X{4}(?:-X{4})*/g

/** Reads the messages of one source file, and what in it speaks to people and is none. */
export function messagesIn(file: string, text: string): Findings {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const messages: Message[] = []
  const faults: string[] = []
  const visit = (node: ts.Node): void => {
    const found = readNode(node)
    if (typeof found === 'string') {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree))
      faults.push(`${file}:${line + 1}: ${found}`)
    } else if (found) messages.push(found)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return { messages, faults }
}

/** The message that a node is, or why it cannot be one. */
function readNode(node: ts.Node): Message | string | undefined {
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'html') {
    const bare = bareWords(piecesOf(node.template).join('\0'))
    return bare === undefined ? undefined : `“${bare}” is not in msg()`
  }
  if (!ts.isCallExpression(node)) return undefined
  const name = node.expression.getText()
  const counted = name === 'counted'
  const words = name === 'msg' ? node.arguments[0] : counted ? node.arguments[2] : undefined
  if (!words) return undefined
  const source = readSource(words)
  return source === undefined ? 'msg() needs a plain text, or str`…` around values' : { source, counted }
}

function readSource(words: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(words)) return words.text
  if (!ts.isTaggedTemplateExpression(words) || words.tag.getText() !== 'str') return undefined
  return piecesOf(words.template).reduce((before, piece, place) => `${before}{${place - 1}}${piece}`)
}

function piecesOf(template: ts.TemplateLiteral): readonly string[] {
  return ts.isNoSubstitutionTemplateLiteral(template)
    ? [template.text]
    : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)]
}

/** Words that a template shows or speaks by itself; values stand in it as NUL. */
function bareWords(template: string): string | undefined {
  const spoken = [...template.matchAll(SPOKEN)].map(([, words = '']) => words)
  const shown = template.replace(/<!--.*?-->/gs, '').split(/<[^<>]*>/)
  return [...spoken, ...shown]
    .map((words) => words.trim())
    .find((words) => /\p{L}{2}/u.test(words.replace(UNTRANSLATED, '')))
}
