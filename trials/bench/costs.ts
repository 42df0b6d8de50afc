import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fromBase64url } from '#protocol/bytes'
import { verifyEd25519, verifyRsaPss } from '#crypto'
import type { Ballot } from '#protocol/formats/ballot'
import { credentialMessage } from '#protocol/formats/credential'
import type { Manifest } from '#protocol/formats/manifest'
import { signedBytes } from '#protocol/signed'

/** What a process has used of its processors so far, in seconds, with a resolution of 10 ms on Linux. */
export function cpuSecondsOf(pid: number): number {
  try {
    // proc(5): fields 14 and 15, in hundredths; the name in field 2 may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    const [clock = ''] = execFileSync('ps', ['-o', 'cputime=', '-p', String(pid)], {
      encoding: 'utf8',
    }).split('\n')
    return clock
      .trim()
      .split(/[:-]/)
      .reduce((sum, part) => sum * 60 + Number(part), 0)
  }
}

/**
 * What the two signatures of a ballot cost to check, and nothing else: the bytes that were signed are made beforehand.
 *
 * @returns seconds of a processor for each ballot.
 */
export async function costOfChecks(
  ballots: readonly Ballot[],
  manifest: Manifest,
  manifestHash: string,
): Promise<number> {
  const prepared = ballots.map(({ body, signature }) => {
    const { group, key, signatures } = body.credential
    const [registrar] = manifest.registrars
    return {
      key: fromBase64url(key, 32),
      signed: signedBytes('ballot', body),
      signature: fromBase64url(signature, 64),
      modulus: fromBase64url(registrar?.keys[group] ?? '', 256),
      message: credentialMessage(manifestHash, group, key),
      bySigner: fromBase64url(signatures[0]?.signature ?? '', 256),
    }
  })
  const before = process.cpuUsage()
  for (const { key, signed, signature, modulus, message, bySigner } of prepared) {
    const good = verifyEd25519(key, signed, signature) && (await verifyRsaPss(modulus, message, bySigner))
    if (!good) throw new Error('a signature does not check')
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6 / ballots.length
}
