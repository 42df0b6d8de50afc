import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { fakeBallot } from '../testing/fake-device.ts'
import { joinedDevice, mount } from '../testing/mount.ts'
import './ballots-screen.ts'

const VOTES = { chair: ['ada'], board: [], projects: [] }

async function withBallot(): Promise<ReturnType<typeof joinedDevice>> {
  const device = joinedDevice()
  await device.cast('board', VOTES)
  mount('ballots-screen', { device, election: 'board' })
  return device
}

test('choices are hidden until asked for, and can be hidden again', async () => {
  await withBallot()
  await expect.element(page.getByRole('button', { name: 'Show my choices' })).toBeVisible()
  expect(page.getByText('Ada Nwosu').elements()).toHaveLength(0)
  await page.getByRole('button', { name: 'Show my choices' }).click()
  await expect.element(page.getByText('Ada Nwosu')).toBeVisible()
  await page.getByRole('button', { name: 'Hide my choices' }).click()
  await expect.poll(() => page.getByText('Ada Nwosu').elements()).toHaveLength(0)
})

test('choices that were shown are hidden again when the page goes out of sight', async () => {
  await withBallot()
  await page.getByRole('button', { name: 'Show my choices' }).click()
  await expect.element(page.getByText('Ada Nwosu')).toBeVisible()
  Object.defineProperty(document, 'hidden', { value: true, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
  await expect.poll(() => page.getByText('Ada Nwosu').elements()).toHaveLength(0)
  Reflect.deleteProperty(document, 'hidden')
})

test('the proof of a counted ballot can be saved where its choices are shown, and nowhere else', async () => {
  const saved: string[] = []
  const device = joinedDevice()
  device
    .ballots('board')
    .set([fakeBallot('board', { stage: 'counted' }), fakeBallot('board', { stage: 'received' })])
  device.proof = (ballot) => Promise.resolve(void saved.push(ballot))
  mount('ballots-screen', { device, election: 'board' })
  const save = page.getByRole('button', { name: 'Save the proof' })
  const show = page.getByRole('button', { name: 'Show my choices' })
  await expect.poll(() => show.elements().length).toBe(2)
  expect(save.elements()).toHaveLength(0)
  await show.first().click()
  await show.click()
  await expect.poll(() => show.elements().length).toBe(0)
  await save.click()
  expect(saved).toEqual([device.ballots('board').value[0]?.id])
})

test.each([
  [
    'saved',
    'Saved on this phone',
    'Not sent yet. It will be sent as soon as this phone is online. Open this page again if it takes long.',
  ],
  ['received', 'Received', 'The election office holds your ballot.'],
  ['counted', 'Counted', 'This phone has checked that your ballot is in the public record.'],
] as const)('a ballot that is %s says so in its own words', async (stage, word, sentence) => {
  const device = joinedDevice()
  device.ballots('board').set([fakeBallot('board', { stage })])
  mount('ballots-screen', { device, election: 'board' })
  await expect.element(page.getByText(word, { exact: true })).toBeVisible()
  await expect.element(page.getByText(sentence, { exact: true })).toBeVisible()
})

test('a state that changes shows without a touch', async () => {
  const device = await withBallot()
  await expect.element(page.getByText('Saved on this phone')).toBeVisible()
  device.ballots('board').set([fakeBallot('board', { stage: 'counted' })])
  await expect.element(page.getByText('Counted', { exact: true })).toBeVisible()
  expect(page.getByText('Saved on this phone').elements()).toHaveLength(0)
})

test('a rejected ballot says why, what to do, and the code for whoever helps', async () => {
  const device = joinedDevice()
  device.ballots('board').set([fakeBallot('board', { stage: 'rejected', reason: 'bad-credential' })])
  mount('ballots-screen', { device, election: 'board' })
  await expect.element(page.getByText(/Why: The right to vote that this phone holds/)).toBeVisible()
  await expect.element(page.getByText('(bad-credential)')).toBeVisible()
  await expect.element(page.getByText(/What to do: Tell the organiser/)).toBeVisible()
})

test('a ballot that should have been counted by now says so', async () => {
  const device = joinedDevice()
  const appendBy = '2020-01-01T00:00:00Z'
  device.ballots('board').set([fakeBallot('board', { stage: 'received', appendBy, overdue: true })])
  mount('ballots-screen', { device, election: 'board' })
  await expect.element(page.getByText(/The office promised to count it by/)).toBeVisible()
})

test('of a phone’s ballots only the one that stands reads "Counted"', async () => {
  const device = joinedDevice()
  const earlier = fakeBallot('board', { stage: 'counted', replaced: true })
  const later = fakeBallot('board', { id: 'ballot:later', sequence: 1, stage: 'received' })
  device.ballots('board').set([later, earlier])
  mount('ballots-screen', { device, election: 'board' })
  await expect.element(page.getByText(/It counts until your later ballot is counted/)).toBeVisible()
  device.ballots('board').set([{ ...later, stage: 'counted' }, earlier])
  await expect.element(page.getByText(/It no longer counts: your later ballot is counted/)).toBeVisible()
  expect(page.getByText('Counted', { exact: true }).elements()).toHaveLength(1)
})

test('a ballot that is not sent yet says by when it must arrive, and when that is too late', async () => {
  const device = joinedDevice()
  device.ballots('board').set([fakeBallot('board', { stage: 'saved' })])
  mount('ballots-screen', { device, election: 'board' })
  await expect.element(page.getByText(/It must reach the election office by/)).toBeVisible()
  const [election] = device.elections.value
  if (election) device.put({ ...election, phase: 'closed', accepting: false })
  await expect.element(page.getByText(/If this one arrives later, it will be rejected/)).toBeVisible()
})
