/** What to find on a screen that should not be there. Each runs in the page, so it can use nothing from outside itself. */

/** What sticks out of the page sideways, boxes and words, in every shadow root: on a phone it would have to be scrolled to. */
export function findCutOff(): readonly string[] {
  const wide = document.documentElement.clientWidth
  const outside: string[] = []
  const check = ({ left, right, width }: DOMRect, what: string): void => {
    if (width > 0 && (left < -1 || right > wide + 1)) outside.push(what.trim().slice(0, 100))
  }
  const visit = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.closest('.unseen, .skip')) continue
      check(element.getBoundingClientRect(), element.outerHTML)
      // Browsers shorten the name of a chosen file themselves.
      if (element.matches('input:not([type=file])') && element.scrollWidth > element.clientWidth)
        outside.push(element.outerHTML.slice(0, 100))
      for (const child of element.childNodes) {
        if (!(child instanceof Text)) continue
        const words = document.createRange()
        words.selectNodeContents(child)
        check(words.getBoundingClientRect(), child.data)
      }
      if (element.shadowRoot) visit(element.shadowRoot)
    }
  }
  visit(document)
  return outside
}

/** What moves although the reader asked for nothing to move. */
export function findMotion(): readonly string[] {
  const moving: string[] = []
  const lasts = (durations: string): boolean =>
    durations.split(',').some((duration) => parseFloat(duration) > 0)
  const visit = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll('*')) {
      for (const part of [undefined, '::before', '::after']) {
        const { animationDuration, animationName, transitionDuration } = getComputedStyle(element, part)
        if (lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration)))
          moving.push(element.outerHTML.slice(0, 100))
      }
      if (element.shadowRoot) visit(element.shadowRoot)
    }
  }
  visit(document)
  return moving
}

/**
 * Words in Latin letters on an Arabic screen: what the app says and nobody translated. Left out are texts that name their
 * language, what is marked as untranslatable or isolated as somebody's own name, and names that Arabic writes so too.
 */
export function findForeignWords(): readonly string[] {
  const names =
    /\u2068[^\u2069]*\u2069|Urna|https?(:\/\/)?|--lan|USB|Chrome|Edge|Firefox|Safari|X{4}(-X{4})*/g
  const found: string[] = []
  const check = (words: string | null): void => {
    if (words && /[A-Za-z]{2}/.test(words.replace(names, ''))) found.push(words.trim())
  }
  const visit = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.closest('head, style, script, noscript, [translate=no], [lang]:not(html)')) continue
      for (const attribute of ['aria-label', 'title', 'placeholder', 'alt'])
        check(element.getAttribute(attribute))
      for (const child of element.childNodes) if (child instanceof Text) check(child.data)
      if (element.shadowRoot) visit(element.shadowRoot)
    }
  }
  visit(document)
  return found
}
