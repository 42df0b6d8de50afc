import type { BrowserContext, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { TestServer } from './server.ts'

/** Somebody who looks into the database with Fauxton, at a desk. */
export class Officer {
  readonly page: Page
  readonly #server: TestServer
  #opened = 0

  private constructor(page: Page, server: TestServer) {
    this.page = page
    this.#server = server
  }

  static async signIn(context: BrowserContext, server: TestServer): Promise<Officer> {
    const page = await context.newPage()
    await page.setViewportSize({ width: 1280, height: 800 })
    const officer = new Officer(page, server)
    await page.goto(server.fauxton)
    await officer.giveSecret()
    await expect(page.getByRole('link', { name: 'seals', exact: true })).toBeVisible()
    return officer
  }

  async giveSecret(secret = this.#server.secret): Promise<void> {
    await this.page.getByLabel('Console secret').fill(secret)
    await this.page.getByRole('button', { name: 'Sign in' }).click()
  }

  /**
   * Opens a page of Fauxton by what stands behind the `#`, anew each time: else it shows a document as it was last seen,
   * and its notices lie over the buttons.
   */
  async open(path: string): Promise<void> {
    await this.page.goto(`${this.#server.fauxton}/_utils/?${++this.#opened}#${path}`)
  }

  async create(database: string, text: string): Promise<void> {
    await this.open(`/database/${database}/new`)
    await expect(this.page.locator('.ace_content')).toContainText('_id')
    await this.write(text)
    const created = this.page.waitForResponse((answer) => answer.request().method() === 'PUT')
    await this.page.getByText('Create Document').click()
    expect((await created).status()).toBe(201)
  }

  /** Puts `change` of a document's text in its place, in the editor, and saves it. */
  async edit(database: string, id: string, change: (text: string) => string): Promise<void> {
    await this.#openDocument(database, id)
    await this.write(change(await this.text(database, id)))
    const saved = this.page.waitForResponse((answer) => answer.request().method() === 'PUT')
    await this.page.getByText('Save Changes').click()
    expect((await saved).status()).toBe(201)
  }

  async delete(database: string, id: string): Promise<void> {
    await this.#openDocument(database, id)
    await this.page.getByText('Delete', { exact: true }).click()
    const deleted = this.page.waitForResponse((answer) => answer.request().method() === 'DELETE')
    await this.page.getByRole('button', { name: 'Delete Document' }).click()
    expect((await deleted).status()).toBe(200)
  }

  /** Replaces what is in the editor. */
  async write(text: string): Promise<void> {
    await this.page.locator('.ace_content').click()
    await this.page.keyboard.press('ControlOrMeta+a')
    await this.page.keyboard.insertText(text)
  }

  /** A document as the officer's session reads it; '' for none. */
  async text(database: string, id: string): Promise<string> {
    const answer = await this.page.request.get(
      `${this.#server.fauxton}/${database}/${encodeURIComponent(id)}`,
    )
    return answer.ok() ? answer.text() : ''
  }

  /** The first database whose name begins with `prefix`. */
  async database(prefix: string): Promise<string> {
    const answer = await this.page.request.get(`${this.#server.fauxton}/_all_dbs`)
    const names = (await answer.json()) as string[]
    return names.find((name) => name.startsWith(prefix)) ?? ''
  }

  /** Ids that begin with `prefix`. */
  async ids(database: string, prefix: string): Promise<string[]> {
    const range = `startkey=${JSON.stringify(prefix)}&endkey=${JSON.stringify(`${prefix}\uffff`)}`
    const answer = await this.page.request.get(`${this.#server.fauxton}/${database}/_all_docs?${range}`)
    const { rows } = (await answer.json()) as { rows: { id: string }[] }
    return rows.map(({ id }) => id)
  }

  async #openDocument(database: string, id: string): Promise<void> {
    await this.open(`/database/${database}/${encodeURIComponent(id)}`)
    await expect(this.page.locator('.ace_content')).toContainText('_rev')
  }
}
