import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from '@playwright/test'
import { chromium } from '@playwright/test'
import { CHROMIUM_ARGS, chromiumPath } from '../chromium.ts'
import { LanServer, NAME } from '../lan-server.ts'
import { freePort, TestServer } from '../server.ts'
import { audit, CATEGORIES } from './audit.ts'
import type { Report } from './audit.ts'
import type { Screen } from './screens.ts'
import { screens } from './screens.ts'

const REPORTS = 'dist/lighthouse'

/**
 * Lighthouse's accessibility and best practices of every screen, on a phone that joins and votes meanwhile. Prints both
 * scores of each screen, and under it whatever keeps one below 100.
 *
 * @param args names of screens; every screen when empty.
 * @returns the exit code: 1 when a screen is below 100 for a reason that is ours.
 */
export async function run(args: readonly string[]): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'urna-lighthouse-'))
  const port = await freePort()
  const [server, lan] = [
    await TestServer.start('--demonstration'),
    await LanServer.start(join(directory, 'lan')),
  ]
  const phone = await openPhone(join(directory, 'phone'), port)
  try {
    console.log(row('', ...CATEGORIES))
    let ours = 0
    for await (const screen of screens(await phone.newPage(), server, lan)) {
      if (args.length > 0 && !args.includes(screen.name)) continue
      const report = await audit(screen.url, port, REPORTS, screen.name.replace(/\W+/g, '-'))
      ours += tell(screen, report)
    }
    console.log(`\nThe whole reports are in ${REPORTS}.`)
    return ours === 0 ? 0 : 1
  } finally {
    await phone.close()
    await Promise.all([server.stop(), lan.stop()])
    await rm(directory, { recursive: true, force: true })
  }
}

/** A browser with a profile of its own that Lighthouse can join; it sets the size of its own tab. */
function openPhone(profile: string, port: number): Promise<BrowserContext> {
  const path = chromiumPath()
  return chromium.launchPersistentContext(profile, {
    args: [
      ...CHROMIUM_ARGS,
      `--remote-debugging-port=${String(port)}`,
      `--host-resolver-rules=MAP ${NAME} 127.0.0.1`,
    ],
    viewport: null,
    ...(path ? { executablePath: path } : {}),
  })
}

/** @returns how many findings are ours. */
function tell({ name, excused = {} }: Screen, { scores, findings }: Report): number {
  console.log(row(name, ...CATEGORIES.map((category) => String(Math.round(scores[category] * 100)))))
  for (const { audit, title, details } of findings)
    console.log(`  ${audit}: ${excused[audit] ? `excused, ${excused[audit]}` : `${title} ${details}`}`)
  return findings.filter(({ audit }) => !excused[audit]).length
}

function row(name: string, ...cells: readonly string[]): string {
  return name.padEnd(24) + cells.map((cell) => cell.padStart(16)).join('')
}
