import type { IncomingMessage, ServerResponse } from 'node:http'
import { type LoopbackServer, startLoopbackServer } from '../loopback-server.ts'
import { type Answer, answerJson, readAnswer, sendAnswer } from './api-gateway/answer.ts'
import { createEvent, readBody, splitTarget } from './api-gateway/event.ts'
import type { InvokeResult } from './lambda/execution-environment.ts'
import type { Route } from './template/http-api.ts'

type ServedRoute = Pick<Route, 'key' | 'method' | 'path' | 'timeoutMs'> & {
  readonly invoke: (event: unknown) => Promise<InvokeResult>
}

export type ApiGateway = LoopbackServer & {
  /** An API without routes answers 404 to everything. */
  serve(routes: readonly ServedRoute[]): void
  /** Answers GET on a path with a document that is no part of the API; a route of the API goes before it. */
  showDocument(path: string, document: unknown): void
}

export async function startApiGateway(port = 0): Promise<ApiGateway> {
  let routes: readonly ServedRoute[] = []
  const documents = new Map<string, unknown>()

  async function answer(request: IncomingMessage): Promise<Answer> {
    const body = await readBody(request)
    if (body === 'too large') return answerJson(413, { message: 'Request Entity Too Large' })
    const route = findRoute(routes, request)
    if (!route) return answerDocument(documents, request)
    return withinTime(route, invoke(route, createEvent(request, body, route.key)))
  }

  const server = await startLoopbackServer(async (request, response) => {
    deliver(response, await answer(request))
  }, port)
  return {
    ...server,
    serve(served) {
      routes = served
    },
    showDocument: (path, document) => void documents.set(path, document),
  }
}

function findRoute(
  routes: readonly ServedRoute[],
  { method, url }: IncomingMessage,
): ServedRoute | undefined {
  const { path } = splitTarget(url)
  return routes.find(route => route.path === path && (route.method === method || route.method === 'ANY'))
}

function answerDocument(documents: ReadonlyMap<string, unknown>, { method, url }: IncomingMessage): Answer {
  const document = method === 'GET' ? documents.get(splitTarget(url).path) : undefined
  return document === undefined ? answerJson(404, { message: 'Not Found' }) : answerJson(200, document)
}

async function invoke(route: ServedRoute, event: unknown): Promise<Answer> {
  const result = await route.invoke(event)
  const answer = result.outcome === 'success' ? readAnswer(result.payload) : undefined
  return answer ?? answerJson(500, internalServerError)
}

const internalServerError = { message: 'Internal Server Error' }

/** API Gateway gives up on a function; the function goes on. */
async function withinTime({ timeoutMs }: ServedRoute, answer: Promise<Answer>): Promise<Answer> {
  const { promise: late, resolve } = Promise.withResolvers<Answer>()
  const timer = setTimeout(() => resolve(answerJson(503, { message: 'Service Unavailable' })), timeoutMs)
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

function deliver(response: ServerResponse, answer: Answer): void {
  try {
    sendAnswer(response, answer)
  } catch {
    sendAnswer(response, answerJson(500, internalServerError))
  }
}
