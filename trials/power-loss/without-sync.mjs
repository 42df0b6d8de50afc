import leveldown from 'leveldown'

/** For the control alone: takes back what the engine asks for, so that nothing it writes is synced. */
for (const method of ['_put', '_del', '_batch']) {
  const original = leveldown.prototype[method]
  leveldown.prototype[method] = function (...values) {
    const [options, callback] = values.splice(-2)
    return original.call(this, ...values, { ...options, sync: false }, callback)
  }
}
