import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import type { Device } from '../device.ts'
import '../ui/save-button.ts'
import type { TextFile } from '../ui/save-file.ts'

/** Saves what this phone holds against the election office, each piece signed by it. No vote is in it. */
export function renderEvidence(device: Device, election: string): TemplateResult {
  const file = async (): Promise<TextFile> => ({
    name: `urna-evidence-${election}.json`,
    text: await device.evidence(election),
    type: 'application/json',
  })
  return html`<save-button
    label=${msg('Save the evidence')}
    done=${msg('It is saved. Your browser keeps it, usually among the downloads. No vote is in it.')}
    .file=${file}
  ></save-button>`
}
