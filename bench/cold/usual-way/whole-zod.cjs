// `import { z } from 'zod'`, as everybody writes it, takes all of zod along: its languages cannot be shaken off.
module.exports = require('zod').z
