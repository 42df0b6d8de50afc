export interface Progress {
  readonly advance: (of: number) => void
  readonly end: () => void
}

const WIDTH = 30
const REDRAW_MS = 100

/** A bar on a terminal, nothing elsewhere; on stderr, which leaves stdout to the result. */
export function openProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { advance: () => undefined, end: () => undefined }
  let [done, total, drawn] = [0, 0, 0]
  const draw = (): void => {
    drawn = performance.now()
    const filled = Math.min(WIDTH, Math.round((WIDTH * done) / Math.max(1, total)))
    const bar = '█'.repeat(filled).padEnd(WIDTH, '░')
    stream.write(`\r\u001b[KRecounting ${bar} ${done} of ${total} ballots`)
  }
  return {
    advance: (of) => {
      done++
      total = of
      if (performance.now() - drawn > REDRAW_MS) draw()
    },
    end: () => {
      draw()
      stream.write('\n')
    },
  }
}
