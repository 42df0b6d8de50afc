/** Which part may know which: protocol <- verifier | sync-server | client, and couchdb <- sync-server. */
const forbid = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '\\.(test|contract|property)\\.ts$' },
  to: { path: to },
})
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    forbid(
      'protocol-is-pure',
      '^protocol/src',
      '^(couchdb|sync-server|client|simulate|verifier|tally|e2e)/',
      'protocol knows nobody',
    ),
    forbid(
      'protocol-no-io',
      '^protocol/src/(?!crypto/)',
      '^(node:)?(fs|http|https|net|os|path|child_process|worker_threads)',
      'protocol has no I/O',
    ),
    forbid(
      'couchdb-below-server',
      '^couchdb/src',
      '^(sync-server|client|simulate)/',
      'the engine knows no server',
    ),
    forbid(
      'client-not-server',
      '^client/',
      '^(sync-server|couchdb|simulate)/',
      'client and server meet over HTTP only',
    ),
    forbid(
      'server-not-client',
      '^sync-server/',
      '^(client|simulate)/',
      'client and server meet over HTTP only',
    ),
    forbid(
      'simulate-is-a-phone',
      '^simulate/',
      '^(sync-server|couchdb|client)/',
      'simulated phones see HTTP only',
    ),
    forbid(
      'verifier-knows-the-protocol',
      '^verifier/',
      '^(couchdb|sync-server|client|simulate)/',
      'the verifier trusts nobody: it has the protocol and the documents',
    ),
    forbid(
      'tally-knows-the-protocol',
      '^tally/',
      '^(couchdb|sync-server|client|simulate|verifier)/',
      'other people’s elections are counted by the protocol alone',
    ),
    forbid(
      'trials-see-processes',
      '^trials/',
      '^(sync-server|client)/',
      'trials see processes, HTTP and the engine',
    ),
    forbid(
      'trials-are-the-end',
      '^(protocol|couchdb|sync-server|client|simulate|e2e)/',
      '^trials/',
      'nothing needs a trial',
    ),
    forbid(
      'e2e-sees-dom',
      '^e2e/',
      '^(protocol|sync-server|couchdb|client|simulate)/',
      'end-to-end tests see HTTP and the DOM only',
    ),
    forbid(
      'rxdb-in-data',
      '^client/src/(?!data/)',
      'node_modules/(rxdb|rxjs)',
      'only client/src/data imports rxdb',
    ),
    forbid(
      'pouchdb-in-mirror',
      '^client/src/(?!observer/mirror/)',
      'node_modules/(pouchdb-|events/)',
      'only the observer’s mirror imports PouchDB',
    ),
    forbid(
      'recount-is-pure',
      '^client/src/observer/recount/(?!judge-worker)',
      '^client/src/(?!observer/recount/)',
      'a recount knows the protocol, and runs in Node as well',
    ),
    forbid(
      'nano-in-couch',
      '^sync-server/src/(?!couch/)',
      'node_modules/nano',
      'only sync-server/src/couch imports nano',
    ),
    forbid(
      'signatures-in-crypto',
      '^(?!protocol/(src/crypto|vectors)/)',
      'node_modules/(@noble/ed25519|sodium-native)',
      'one place decides on a signature: protocol/src/crypto',
    ),
    forbid(
      'ui-knows-no-feature',
      '^client/src/ui/',
      '^client/src/(?!ui/|language/)',
      'ui elements know no feature; the language is everybody’s',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
    exclude: { path: '(^|/)(dist|test-results)/' },
  },
}
