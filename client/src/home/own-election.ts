import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { electionHref } from '../app/routes.ts'
import { stageWords } from '../ballots/stage-words.ts'
import type { BallotOnDevice, Device, ElectionOnDevice } from '../device.ts'
import { base } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { Watch } from '../watch.ts'
import './election-row.ts'

/** An election that this phone takes part in, with how its ballot stands; a rejected one must not go unseen. */
@customElement('own-election')
export class OwnElection extends UrnaElement {
  @property({ attribute: false }) device!: Device
  @property({ attribute: false }) election!: ElectionOnDevice

  readonly #ballots = new Watch(this, () => this.device.ballots(this.election.id))

  static override styles = base

  override render(): TemplateResult {
    const { id, manifest, phase, closes } = this.election
    return html`<election-row
      .name=${manifest.title}
      .schedule=${{ phase, opens: manifest.opens, closes }}
      .href=${electionHref(id)}
      .note=${noteOn(this.election, this.#ballots.value ?? [])}
    ></election-row>`
  }
}

function noteOn({ joined }: ElectionOnDevice, [latest]: readonly BallotOnDevice[]): string {
  if (joined === 'pending') return msg('Joining is not finished')
  if (!latest) return ''
  const { word } = stageWords(latest.stage)
  return `${msg('Your ballot:')} ${word}`
}

declare global {
  interface HTMLElementTagNameMap {
    'own-election': OwnElection
  }
}
