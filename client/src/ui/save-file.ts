export interface TextFile {
  readonly name: string
  readonly text: string
  /** Its media type. */
  readonly type: string
}

/** Hands a text to the browser as a download. */
export function saveFile({ name, text, type }: TextFile): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Some browsers read the blob only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
