import type { GetAccessToken } from '../../functions/coze/access-token.ts'
import { CozeError, isForbidden } from '../../functions/coze/errors.ts'

/** Throws where Coze does not accept the credentials. Whom it forbids to list its apps, it has recognised. */
export async function tryAccess(
  getAccessToken: GetAccessToken,
  listApps: () => Promise<unknown>,
): Promise<void> {
  await getAccessToken()
  try {
    await listApps()
  } catch (error) {
    if (!(error instanceof CozeError) || !isForbidden(error.failure)) throw error
  }
}
