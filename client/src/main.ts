import './app/urna-app.ts'
import { catchInstallOffer } from './install/install-offer.ts'
import { startLanguage } from './language/language.ts'

catchInstallOffer()
startLanguage()
window.addEventListener('load', () => void startServiceWorker())

/** After the first paint: the worker fetches the whole app, and that must not compete with showing it. */
async function startServiceWorker(): Promise<void> {
  const { registerServiceWorker } = await import('./data/register-sw.ts')
  await registerServiceWorker()
}
