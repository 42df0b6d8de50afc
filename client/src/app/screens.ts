import type { TemplateResult } from 'lit'
import { html } from 'lit'
import type { Route } from './routes.ts'
import type { Services } from './services.ts'

/** Loads the code of a route's screen; the first paint needs none of it. */
export function loadScreen({ screen }: Route): Promise<unknown> {
  switch (screen) {
    case 'home':
      return import('../home/home-screen.ts')
    case 'join':
      return import('../join/join-screen.ts')
    case 'overview':
      return import('../election/election-screen.ts')
    case 'vote':
      return import('../vote/vote-screen.ts')
    case 'review':
      return import('../vote/review-screen.ts')
    case 'ballots':
      return import('../ballots/ballots-screen.ts')
    case 'results':
      return import('../results/results-screen.ts')
    case 'observe':
      return import('../observer/observe-screen.ts')
    case 'recovery':
      return import('../recover/recovery-screen.ts')
    case 'recover':
      return import('../recover/recover-screen.ts')
    case 'about':
      return import('../about/about-screen.ts')
    case 'not-found':
      return import('../about/not-found-screen.ts')
  }
}

/** Screens that work before, or without, this phone's database. */
export function needsServices({ screen }: Route): boolean {
  return screen !== 'about' && screen !== 'not-found'
}

export function renderStaticScreen({ screen }: Route): TemplateResult {
  return screen === 'about'
    ? html`<about-screen></about-screen>`
    : html`<not-found-screen></not-found-screen>`
}

export function renderScreen(route: Route, { device, publicElections, observer }: Services): TemplateResult {
  switch (route.screen) {
    case 'home':
      return html`<home-screen .device=${device} .publicElections=${publicElections}></home-screen>`
    case 'join':
      return html`<join-screen
        .device=${device}
        .election=${route.election}
        .manifestHash=${route.manifestHash}
        .code=${route.code ?? ''}
      ></join-screen>`
    case 'overview':
      return html`<election-screen .device=${device} .election=${route.election}></election-screen>`
    case 'vote':
      return html`<vote-screen
        .device=${device}
        .election=${route.election}
        .contest=${route.contest}
        .change=${route.change}
      ></vote-screen>`
    case 'review':
      return html`<review-screen .device=${device} .election=${route.election}></review-screen>`
    case 'ballots':
      return html`<ballots-screen .device=${device} .election=${route.election}></ballots-screen>`
    case 'results':
      return html`<results-screen
        .device=${device}
        .publicElections=${publicElections}
        .election=${route.election}
      ></results-screen>`
    case 'observe':
      return html`<observe-screen
        .observer=${observer}
        .election=${route.election}
        .manifestHash=${route.manifestHash}
      ></observe-screen>`
    case 'recovery':
      return html`<recovery-screen .device=${device} .election=${route.election}></recovery-screen>`
    case 'recover':
      return html`<recover-screen .device=${device}></recover-screen>`
    case 'about':
    case 'not-found':
      return renderStaticScreen(route)
  }
}
