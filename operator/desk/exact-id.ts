import * as z from 'zod'

/** A 64-bit id of Coze, which no double may touch. */
export const exactId = z.string().regex(/^[0-9]{1,20}$/, 'an id is a number of up to 20 digits')
