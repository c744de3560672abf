const { mkdtempSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

/** A directory that the test files of one run share, whichever process they run in. */
module.exports = () => {
  process.env.TEST_RUN_DIRECTORY = mkdtempSync(join(tmpdir(), 'test-run-'))
}
