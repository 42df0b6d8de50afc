export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

export function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  return json(status, { type: 'about:blank', title: code, status, code, detail: code }, headers)
}
