import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import type { Device } from '../device.ts'
import '../ui/save-button.ts'
import type { TextFile } from '../ui/save-file.ts'

/**
 * Saves the proof that a ballot is in the public record. It names the ballot, so it stands beside the choices and not alone.
 *
 * @param ballot its `_id`.
 */
export function renderProof(device: Device, ballot: string): TemplateResult {
  const file = async (): Promise<TextFile | undefined> => {
    const text = await device.proof(ballot)
    const name = `${ballot.slice('ballot:'.length)}.tlog-proof`
    return text === undefined ? undefined : { name, text, type: 'text/plain' }
  }
  return html`<div class="proof">
    <p>
      ${msg('The proof that this ballot is in the public record can be checked without this phone. Whoever has the file can find the ballot there and see the vote in it.')}
    </p>
    <save-button
      label=${msg('Save the proof')}
      done=${msg('It is saved. Your browser keeps it, usually among the downloads.')}
      .file=${file}
    ></save-button>
  </div>`
}
