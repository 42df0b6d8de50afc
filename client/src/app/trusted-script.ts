/** The service worker, and workers as the build names them: all of this origin, none from data. */
const OUR_WORKERS = /^\/(?:sw\.js|assets\/[a-z-]+-worker-[\w-]+\.js)$/

let policy: Pick<TrustedTypePolicy, 'createScriptURL'> | undefined

/**
 * The address of a worker as Trusted Types have it: the content security policy knows this policy, which passes our own
 * workers and nothing else.
 */
export function trustedScript(address: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypePolicyFactory }
  policy ??= trustedTypes?.createPolicy('urna', { createScriptURL: passOurs })
  // What takes it are declared to take text alone.
  return (policy?.createScriptURL(address) ?? address) as string
}

function passOurs(address: string): string {
  if (import.meta.env.PROD && !OUR_WORKERS.test(address)) throw new TypeError('not one of our workers')
  return address
}
