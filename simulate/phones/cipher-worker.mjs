// A worker starts without what its parent registered, so it learns to read TypeScript by itself.
import { register } from 'tsx/esm/api'

register()
await import('./cipher-work.ts')
