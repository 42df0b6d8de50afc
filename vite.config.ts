import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { webAppManifest } from './client/web-app-manifest.ts'

/** Where `vite dev` sends what the server answers. */
const server = process.env['URNA_DEV_SERVER'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: 'client',
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows no inline script; every browser we support preloads modules itself.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': server, '/sync': server, '/mirror': server } },
  worker: { format: 'es' },
  plugins: [
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: webAppManifest,
      includeAssets: ['favicon.svg', 'icons/*.png'],
      // The pictures are for whoever installs the app, not for the app.
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png}'], globIgnores: ['screenshots/**'] },
    }),
  ],
})
