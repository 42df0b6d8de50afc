import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

/** Where `vite dev` sends what the server answers. */
const server = process.env['URNA_DEV_SERVER'] ?? 'http://127.0.0.1:8080'

const manifest = {
  id: '/',
  name: 'Urna',
  short_name: 'Urna',
  description: 'Vote with or without a network, and check that your ballot was counted.',
  start_url: '/',
  scope: '/',
  display: 'standalone' as const,
  theme_color: '#f4f6f3',
  background_color: '#f4f6f3',
  categories: ['government', 'utilities'],
  icons: [
    { src: '/icons/urna-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icons/urna-512.png', sizes: '512x512', type: 'image/png' },
    {
      src: '/icons/urna-maskable-512.png',
      sizes: '512x512',
      type: 'image/png',
      purpose: 'maskable' as const,
    },
    { src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml' },
  ],
}

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
  server: { proxy: { '/api': server, '/sync': server } },
  plugins: [
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      injectRegister: false,
      manifest,
      includeAssets: ['favicon.svg', 'icons/*.png'],
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png}'] },
    }),
  ],
})
