import { msg } from '@lit/localize'
import type { DeviceErrorCode } from '../device.ts'
import { DeviceError } from '../device.ts'

/** What went wrong while joining or restoring, and what to do, in words for the person it happened to. */
export function problemWords(error: unknown): string {
  return wordsFor(error instanceof DeviceError ? error.code : 'unexpected')
}

/** What a voter whose browser has cleared its data must know: what counts, what is gone, what helps. */
export function clearedWords(): string {
  return msg(
    'A ballot that the election office had received still counts. One that was only saved on this phone is gone. Your recovery file gives you back the right to vote.',
  )
}

export function wordsFor(code: DeviceErrorCode): string {
  switch (code) {
    case 'offline':
      return msg(
        'This phone could not reach the election office. Joining needs a network once; try again when you are online. Your code is not used up.',
      )
    case 'unknown-election':
      return msg(
        'The election office knows no such election. Check the link, or ask the organiser for a new one.',
      )
    case 'wrong-manifest':
      return msg(
        'The election that the server shows is not the one that your link names. Do not vote here; tell the organiser.',
      )
    case 'bad-signature':
      return msg('What the server sent is not signed as it must be. Do not vote here; tell the organiser.')
    case 'unknown-code':
      return msg(
        'The election office does not know this code. Compare it letter by letter with your letter or message.',
      )
    case 'already-issued':
      return (
        msg(
          'This code has been used already. If you used it on another device, vote there. If you used it here, this browser has cleared its data since.',
        ) + ` ${clearedWords()} ${msg('If it was not you who used it, tell the organiser now.')}`
      )
    case 'throttled':
      return msg('Too many codes were tried from here. Wait a few minutes, then try again.')
    default:
      return rarerWords(code)
  }
}

function rarerWords(code: DeviceErrorCode): string {
  switch (code) {
    case 'late':
      return msg('This election is over: nobody can join any more.')
    case 'not-open':
      return msg('This election is not open yet. Try again when voting has begun.')
    case 'not-joined':
      return msg('This phone has not joined this election yet. Join it with your code first.')
    case 'storage-full':
      return msg('This phone has no space left to keep your ballot. Free some space, then try again.')
    case 'wrong-passphrase':
      return msg('This passphrase does not open the file. Check capital letters and spaces, then try again.')
    case 'bad-recovery-file':
      return msg(
        'This is not a recovery file of Urna, or it was damaged. Choose the file that you saved when you joined.',
      )
    case 'bad-sequence':
      return msg('This election takes no further ballot from this phone.')
    default:
      return msg(
        'Something went wrong that should not have. Nothing was lost; try again, and tell the organiser if it happens twice.',
      )
  }
}
