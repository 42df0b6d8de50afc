import type { Response } from 'express'
import type { EngineError } from '../errors.ts'

export function sendJson(
  response: Response,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = Buffer.from(`${JSON.stringify(body)}\n`)
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': text.length,
    'cache-control': 'must-revalidate',
  })
  response.end(text)
}

export function sendError(response: Response, { status, error, reason }: EngineError): void {
  sendJson(response, status, { error, reason })
}

/**
 * Part of an answer whose length is not known. Waits while the client is slow.
 *
 * @returns false once the client is gone.
 */
export async function sendPart(response: Response, text: string): Promise<boolean> {
  if (response.destroyed || response.closed) return false
  if (!response.write(text)) {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        response.off('drain', done)
        response.off('close', done)
        resolve()
      }
      response.on('drain', done)
      response.on('close', done)
    })
  }
  return !response.destroyed
}

export function startJson(response: Response): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'must-revalidate' })
  response.flushHeaders()
}
