import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { icon } from './icon.ts'
import type { TextFile } from './save-file.ts'
import { saveFile } from './save-file.ts'
import { base, buttons } from './styles.ts'
import { UrnaElement } from './urna-element.ts'

/** A button that saves a text as a file, and says so. */
@customElement('save-button')
export class SaveButton extends UrnaElement {
  /** What stands on it. */
  @property() label = ''
  /** What is said once it is done. */
  @property() done = ''
  /** Asked when the button is pressed; undefined where there is nothing to save after all. */
  @property({ attribute: false }) file!: () => Promise<TextFile | undefined>
  @state() private saved = false

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<p><button @click=${this.#save}>${icon('download')}${this.label}</button></p>
      <p role="status">${this.saved ? this.done : ''}</p>`
  }

  async #save(): Promise<void> {
    const file = await this.file()
    if (!file) return
    saveFile(file)
    this.saved = true
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'save-button': SaveButton
  }
}
