import type { ManifestOptions } from 'vite-plugin-pwa'

const icon = (src: string, size: number, purpose: 'any' | 'maskable' = 'any') => ({
  src,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
})

/** What the app says of itself to whoever installs it. `npm run screenshots` takes the pictures. */
export const webAppManifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Urna',
  short_name: 'Urna',
  description: 'Vote with or without a network, and check that your ballot was counted.',
  lang: 'en',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: '#f4f6f3',
  background_color: '#f4f6f3',
  categories: ['government', 'utilities'],
  icons: [
    icon('/icons/urna-192.png', 192),
    icon('/icons/urna-512.png', 512),
    icon('/icons/urna-maskable-512.png', 512, 'maskable'),
    { src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml' },
  ],
  screenshots: [
    {
      src: '/screenshots/ballot.png',
      sizes: '720x1480',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'One contest at a time, with its limit in view',
    },
    {
      src: '/screenshots/review.png',
      sizes: '720x1480',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'The whole ballot, before it is cast',
    },
    {
      src: '/screenshots/results.png',
      sizes: '1280x800',
      type: 'image/png',
      form_factor: 'wide',
      label: 'Results that anyone can recount',
    },
  ],
  shortcuts: [
    { name: 'Restore from a recovery file', short_name: 'Restore', url: '/#/recover' },
    { name: 'How it works', url: '/#/about' },
  ].map((shortcut) => ({ ...shortcut, icons: [icon('/icons/urna-192.png', 192)] })),
}
