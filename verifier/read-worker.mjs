// A worker starts without what its parent registered, so it learns to read TypeScript by itself.
import Tinypool from 'tinypool'
import { register } from 'tsx/esm/api'

register()
const { readDocuments } = await import('./read-documents.ts')

/** @param {readonly import('./bundle.ts').BundleLine[]} lines */
export default (lines) => readDocuments(lines, Tinypool.workerData)
