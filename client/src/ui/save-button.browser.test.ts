import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { mount } from '../testing/mount.ts'
import './save-button.ts'
import type { TextFile } from './save-file.ts'

test('says that a file is saved once it is, and nothing where there is none', async () => {
  const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue()
  const files: (TextFile | undefined)[] = [undefined, { name: 'proof.txt', text: '', type: 'text/plain' }]
  mount('save-button', { label: 'Save', done: 'It is saved.', file: () => Promise.resolve(files.shift()) })
  const said = page.getByRole('status')
  await page.getByRole('button', { name: 'Save' }).click()
  expect(saved).not.toHaveBeenCalled()
  await expect.element(said).toHaveTextContent(/^$/)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.element(said).toHaveTextContent('It is saved.')
  expect(saved.mock.instances).toMatchObject([{ download: 'proof.txt' }])
  saved.mockRestore()
})
