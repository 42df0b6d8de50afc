import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { keyed } from 'lit/directives/keyed.js'
import { languageStarted } from '../language/language.ts'
import { languagesOf } from '../language/text-in.ts'
import { base, buttons } from '../ui/styles.ts'
import { FOCUS_GONE, moveFocus, UrnaElement, UrnaScreen } from '../ui/urna-element.ts'
import '../ui/urna-mark.ts'
import { BallotLock } from '../vote/ballot-lock.ts'
import { Watch } from '../watch.ts'
import type { Obstacle } from './obstacle.ts'
import { findObstacle } from './obstacle.ts'
import type { Route } from './routes.ts'
import { aboutHref, homeHref, parseRoute, recoverHref } from './routes.ts'
import { loadScreen, needsServices, renderScreen, renderStaticScreen } from './screens.ts'
import type { Services } from './services.ts'
import { openServices } from './services.ts'
import { shell } from './shell-styles.ts'
import './update-prompt.ts'

/** The frame around every screen: it follows the fragment, loads what a screen needs and moves the focus to it. */
@customElement('urna-app')
export class UrnaApp extends UrnaElement {
  @state() private route: Route = parseRoute(location.hash)
  /** The route whose code has been loaded; the screen before it stays until then. */
  @state() private shown: Route | undefined
  @state() private services: Services | undefined
  /** A part of the app did not arrive, or the browser keeps no data. */
  @state() private failure: 'unloaded' | 'unkept' | undefined
  readonly #obstacle: Obstacle | undefined = findObstacle(window)
  readonly #ballotLock = new BallotLock()
  /** True after the first navigation: opening the page leaves the focus where the browser puts it. */
  #navigated = false

  readonly #elections = new Watch(this, () => this.services?.device.elections)

  static override styles = [base, buttons, shell]

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.#obstacle) {
      void Promise.all([import('../about/obstacle-screen.ts'), loadLanguageSwitch()])
      return
    }
    window.addEventListener('hashchange', this.#onHashChange)
    this.#lockBallot()
    void this.#showRoute()
    void this.#openServices()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('hashchange', this.#onHashChange)
    this.#ballotLock.release()
  }

  override render(): TemplateResult {
    return html`
      <button class="skip" @click=${() => void this.#focusScreen()}>${msg('Skip to the content')}</button>
      <header>
        <a class="home" href=${homeHref} aria-label=${msg('Urna, home')}>
          <urna-mark></urna-mark><span>Urna</span>
        </a>
        <language-switch .languages=${this.#languages()}></language-switch>
      </header>
      <main>${this.#renderMain()}</main>
      <update-prompt ?hidden=${this.#isVoting()}></update-prompt>
      <footer ?hidden=${this.#obstacle !== undefined}>
        ${this.services ? html`<sync-line .device=${this.services.device}></sync-line>` : nothing}
        <nav aria-label=${msg('About Urna')}>
          <a href=${aboutHref}>${msg('How it works')}</a>
          <a href=${recoverHref}>${msg('Restore from a recovery file')}</a>
        </nav>
      </footer>
    `
  }

  #renderMain(): TemplateResult {
    if (this.#obstacle) return html`<obstacle-screen .obstacle=${this.#obstacle}></obstacle-screen>`
    if (this.failure) return this.#renderFailure(this.failure)
    if (!this.shown) return html`<p class="waiting">${msg('Opening Urna …')}</p>`
    if (!needsServices(this.shown)) return renderStaticScreen(this.shown)
    if (!this.services) return html`<p class="waiting">${msg('Opening this phone’s ballots …')}</p>`
    return html`${keyed(JSON.stringify(this.shown), renderScreen(this.shown, this.services))}`
  }

  #renderFailure(failure: 'unloaded' | 'unkept'): TemplateResult {
    const words =
      failure === 'unloaded'
        ? msg(
            'This page is not on this phone yet, and it could not be fetched. Nothing was lost: go online, then try again.',
          )
        : msg(
            'This browser did not let Urna keep data on this device. Private windows often do that. Nothing was lost: try again, or open Urna in an ordinary window.',
          )
    return html`<div class="failure">
      <h1>${failure === 'unloaded' ? msg('This page is still missing') : msg('Urna could not start')}</h1>
      <p>${words}</p>
      <p><button class="primary" @click=${this.#tryAgain}>${msg('Try again')}</button></p>
    </div>`
  }

  /** Without a reload where a part is missing: offline, the browser's own error would take this page's place. */
  #tryAgain(): void {
    if (this.failure === 'unkept') location.reload()
    this.failure = undefined
    void this.#showRoute()
    if (!this.services) void this.#openServices()
  }

  readonly #onHashChange = (): void => {
    this.#navigated = true
    this.route = parseRoute(location.hash)
    this.#lockBallot()
    void this.#showRoute()
  }

  #isVoting(): boolean {
    return this.route.screen === 'vote' || this.route.screen === 'review'
  }

  #lockBallot(): void {
    if (this.#isVoting()) this.#ballotLock.hold()
    else this.#ballotLock.release()
  }

  async #showRoute(): Promise<void> {
    const { route } = this
    try {
      await Promise.all([loadScreen(route), loadLanguageSwitch(), languageStarted()])
    } catch {
      this.failure = 'unloaded'
      return
    }
    if (route !== this.route) return
    if (this.failure === 'unloaded') this.failure = undefined
    this.shown = route
    await this.updateComplete
    if (!this.#navigated) return
    window.scrollTo(0, 0)
    await this.#focusScreen()
  }

  async #openServices(): Promise<void> {
    try {
      const [services] = await Promise.all([openServices(), import('./sync-line.ts')])
      this.services = services
      this.#elections.restart()
      await this.services.device.resumeJoins()
    } catch (error) {
      // An interrupted join that cannot go on now is shown on its election; only a missing device stops the app.
      if (!this.services) this.failure = error instanceof TypeError ? 'unloaded' : 'unkept'
      console.error(error)
    }
  }

  protected override firstUpdated(): void {
    this.addEventListener(FOCUS_GONE, () => this.inheritFocus())
  }

  protected override inheritFocus(): void {
    void this.#focusScreen()
  }

  /** Where there is no screen yet, its place has the focus meanwhile. */
  async #focusScreen(): Promise<void> {
    const screen = this.#screen()
    await screen?.updateComplete
    const main = this.renderRoot.querySelector('main')
    if (screen) screen.focusHeading()
    else if (main) moveFocus(main)
  }

  #screen(): UrnaScreen | undefined {
    const screen = this.renderRoot.querySelector('main')?.firstElementChild
    return screen instanceof UrnaScreen ? screen : undefined
  }

  #languages(): readonly string[] {
    const elections = this.#elections.value ?? []
    const { route } = this
    const here = 'election' in route ? elections.filter(({ id }) => id === route.election) : elections
    return languagesOf(here.map(({ manifest }) => manifest.title))
  }
}

/** On every screen, and the first paint does not need it. */
function loadLanguageSwitch(): Promise<unknown> {
  return import('../language/language-switch.ts')
}
