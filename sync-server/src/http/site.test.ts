import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import express from 'express'
import { request } from 'undici'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { siteRoutes } from './site.ts'

const SCRIPT = 'console.log("urna")\n'.repeat(100)
let folder: string
let server: Server
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'urna-site-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<title>Urna</title>')
  await writeFile(join(folder, 'assets', 'app-a.js'), SCRIPT)
  await writeFile(join(folder, 'assets', 'app-a.js.br'), brotliCompressSync(SCRIPT))
  server = createServer(express().use(siteRoutes(folder))).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

/** Not by `fetch`, which unpacks without a word. */
async function get(path: string, encodings?: string) {
  const { port } = server.address() as AddressInfo
  const headers = encodings === undefined ? {} : { 'accept-encoding': encodings }
  const { statusCode, headers: got, body } = await request(`http://127.0.0.1:${port}${path}`, { headers })
  return { status: statusCode, headers: got, size: (await body.arrayBuffer()).byteLength }
}

it('travels as brotli to whoever takes it, under the name and the type of the file', async () => {
  const { headers, size } = await get('/assets/app-a.js', 'gzip, deflate, br')
  expect(headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': expect.stringContaining('javascript') as string,
    'cache-control': 'public, max-age=31536000, immutable',
    vary: expect.stringMatching(/accept-encoding/i) as string,
  })
  expect(size).toBeLessThan(SCRIPT.length / 10)
})

it('comes as it is to whoever takes no brotli, and where the build laid none', async () => {
  const plain = await get('/assets/app-a.js', 'gzip')
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(plain.size).toBe(SCRIPT.length)
  const page = await get('/', 'br')
  expect(page.headers).toMatchObject({ 'cache-control': 'no-cache' })
  expect(page.headers['content-encoding']).toBeUndefined()
})

it('is not found, and no error, when another build took its place', async () => {
  await rename(join(folder, 'assets'), join(folder, 'old'))
  expect((await get('/assets/app-a.js', 'br')).status).toBe(404)
  await rename(join(folder, 'old'), join(folder, 'assets'))
})
