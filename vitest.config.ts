import { playwright } from '@vitest/browser-playwright'
import { defineConfig, defineProject } from 'vitest/config'
import { CHROMIUM_ARGS, chromiumPath } from './e2e/chromium.ts'

const executablePath = chromiumPath()
/** Long enough for two busy cores: a test that hangs still ends, a slow machine fails nothing. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } }

/** Everything that needs no browser; `#crypto` is the native adapter. */
const node = defineProject({
  test: {
    name: 'node',
    environment: 'node',
    include: ['{protocol,couchdb,sync-server,simulate,trials,verifier,tally,client,bin}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.browser.test.ts'],
    ...patience,
  },
})

/** The same vectors, and what needs a real DOM or IndexedDB, in Chromium; `#crypto` is the phone's adapter. */
const chromium = defineProject({
  resolve: { conditions: ['browser', 'module', 'import', 'default'] },
  // Named, because a dependency that Vite finds only while the tests run reloads the page under them.
  optimizeDeps: {
    include: [
      '@cloudflare/blindrsa-ts',
      '@noble/ed25519',
      '@noble/hashes/hkdf.js',
      '@noble/hashes/sha2.js',
      'canonicalize',
      'fast-check',
      'idb-keyval',
      'lit',
      'lit/decorators.js',
      'lit/directives/class-map.js',
      'lit/directives/keyed.js',
      'lit/directives/live.js',
      'lit/directives/repeat.js',
      'lit/directives/style-map.js',
      '@lit/localize',
      'pouchdb-adapter-http',
      'pouchdb-adapter-idb',
      'pouchdb-core',
      'pouchdb-replication',
      'rxdb/plugins/core',
      'rxdb/plugins/leader-election',
      'rxdb/plugins/replication-couchdb',
      'rxdb/plugins/storage-dexie',
      'rxjs',
    ],
  },
  test: {
    name: 'chromium',
    include: ['protocol/**/*.vectors.test.ts', 'client/**/*.browser.test.ts'],
    ...patience,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: { args: [...CHROMIUM_ARGS], ...(executablePath ? { executablePath } : {}) },
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
})

export default defineConfig({ test: { projects: [node, chromium] } })
