import { createAuthenticator } from '../../../functions/callback/authenticate.ts'
import { type CallbackDependencies, receiveCallback } from '../../../functions/callback/receive-callback.ts'
import type { CallbackRequest } from '../../../functions/callback/request.ts'
import type { Log, LogFacts } from '../../../functions/log.ts'
import type { Task } from '../../../functions/task/task.ts'
import { openStore } from '../reviews/open-store.ts'

export const token = 'verify-token-for-tests'

/** The door over a real record, with a queue that is a list and a log that is one too. */
export async function openDoor() {
  const store = await openStore()
  const tasks: Task[] = []
  const lines: { event: string; facts: LogFacts | undefined }[] = []
  const write = (event: string, facts?: LogFacts) => void lines.push({ event, facts })
  const log: Log = { info: write, warn: write, error: write }
  const dependencies: CallbackDependencies = {
    authenticate: createAuthenticator(async () => [token], log),
    reviews: store.reviews,
    sendTask: async task => void tasks.push(task),
    maxBodyBytes: 256 * 1024,
    now: () => store.clock.nowMs,
    log,
  }
  return {
    ...store,
    tasks,
    lines,
    dependencies,
    receive: (request: CallbackRequest, changes: Partial<CallbackDependencies> = {}) =>
      receiveCallback(request, { ...dependencies, ...changes }),
  }
}
