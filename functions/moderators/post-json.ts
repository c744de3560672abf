import { readRetryAfter, readText } from '../answer.ts'
import { explainStatus, ModeratorError, type ModeratorFailure } from './errors.ts'

type Post = {
  moderator: ModeratorFailure['moderator']
  url: string
  headers: Readonly<Record<string, string>>
  body: string
  timeoutMs: number
  signal: AbortSignal
}
/** `rejected`: the service would answer these very words the same way whenever it is asked. */
type PostAnswer = { kind: 'answered'; json: unknown } | { kind: 'rejected' }

/**
 * Statuses about the request itself, which differs from others only in its content: too long for the service, or
 * caught by an inspection of its own, as with Alibaba's data_inspection_failed and Azure's content_filter.
 */
const contentStatuses = [400, 413, 422]

/** Posts a body and reads JSON. Throws ModeratorError where no answer comes, or another status than success. */
export async function postJson(post: Post): Promise<PostAnswer> {
  const { moderator } = post
  const { status, headers, text } = await send(post)
  const failure = { moderator, httpStatus: status, retryAfterMs: readRetryAfter(headers) }
  if (contentStatuses.includes(status) && !isThrottled(headers)) return { kind: 'rejected' }
  if (status !== 200) throw new ModeratorError(failure, explainStatus(status))
  try {
    return { kind: 'answered', json: JSON.parse(text) }
  } catch {
    // Without the cause: it would quote what the model says of the content.
    throw new ModeratorError(failure, 'was answered with what is not JSON: check its address')
  }
}

async function send({ moderator, url, headers, body, timeoutMs, signal }: Post) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      // Followed, a redirect would take the content elsewhere.
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), signal]),
    })
    return { status: response.status, headers: response.headers, text: await readText(response) }
  } catch (cause) {
    throw new ModeratorError({ moderator }, 'got no answer: it is asked again', cause)
  }
}

/** Bedrock answers an exhausted quota with HTTP 400. */
function isThrottled(headers: Headers): boolean {
  return /^(ServiceQuotaExceeded|Throttling)/.test(headers.get('x-amzn-errortype') ?? '')
}
