// What Lambda loads. The bundle beside it is CommonJS, the faster format for the AWS SDK, and cannot await; this can,
// and so holds init open until the warm-up is done.
import callback from './index.js'

await callback.warmedUp

export const handler = callback.handler
