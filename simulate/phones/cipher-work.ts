import { parentPort, workerData } from 'node:worker_threads'
import { blindCredential, finalizeCredential } from '#protocol/formats/blinding'
import type { Manifest } from '#protocol/formats/manifest'
import type { CipherAnswer, CipherTask } from './cipher-pool.ts'

/** The slow half of a phone: blinding and finalizing, which cost tens of milliseconds each. */
const { manifest, manifestHash } = workerData as { manifest: Manifest; manifestHash: string }

parentPort?.on('message', (task: CipherTask) => {
  void work(task).then((answer) => parentPort?.postMessage(answer))
})

async function work(task: CipherTask): Promise<CipherAnswer> {
  try {
    const value =
      task.kind === 'blind'
        ? await blindCredential(manifest, manifestHash, task.request)
        : await finalizeCredential(manifest, manifestHash, task.request)
    return { id: task.id, value }
  } catch (error) {
    return { id: task.id, error: String(error) }
  }
}
