import { afterEach } from 'vitest'
import type { Environment } from '../environment.ts'
import type { Phone } from '../phone.ts'
import { BOARD, CODE } from './board-election.ts'
import type { FakeServer } from './fake-server.ts'
import { openTestPhone } from './test-phone.ts'

const open: Phone[] = []

afterEach(async () => {
  for (const phone of open.splice(0)) await phone.close()
})

/** A phone that the test need not close. */
export async function openPhone(server: FakeServer, changes: Partial<Environment> = {}): Promise<Phone> {
  const phone = await openTestPhone(server, changes)
  open.push(phone)
  return phone
}

/** As if the browser were killed: nothing that runs ends in order, except that the test can open the database again. */
export async function killPhone(phone: Phone): Promise<void> {
  open.splice(open.indexOf(phone), 1)
  await phone.close()
}

export async function joinedPhone(server: FakeServer, changes: Partial<Environment> = {}): Promise<Phone> {
  const phone = await openPhone(server, changes)
  await phone.preview(BOARD, undefined)
  await phone.join(BOARD, CODE)
  return phone
}
