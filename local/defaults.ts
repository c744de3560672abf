/** What both ends of the local channel agree on. None of it is a secret, none of it exists at Coze. */
export const localCallbackToken = 'local-callback-token'
export const localAccessToken = 'local-access-token'
export const localConnectorId = '7423989367674212345'
export const localBotId = '7486758484001234567'

/** The gateway listens here, the stand-in for Coze one above. */
export const localPort = 3000
