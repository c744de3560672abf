import { type AskModel, type ChatAnswer, createAskModel } from './chat-completion.ts'
import type { Dialect, Question, Reading } from './dialect.ts'
import { findOrders } from './find-orders.ts'
import { doubt, toFinding, type WrittenPolicy } from './finding.ts'
import { askInJson } from './json-dialect.ts'
import { judgeChunks } from './judge-chunks.ts'
import {
  addUsage,
  type ModelFinding,
  type Moderator,
  mergeOpinions,
  noUsage,
  type TextField,
} from './moderator.ts'
import { askQwen3Guard } from './qwen3guard-dialect.ts'
import type { ModelJudgeSettings } from './settings.ts'

export type ModelJudgeDependencies = {
  policy: WrittenPolicy
  /** The key for the endpoint at this address; it travels in a header and nowhere else. */
  readApiKey: (baseUrl: string) => Promise<string>
}

const dialects: Readonly<Record<ModelJudgeSettings['dialect'], Dialect>> = {
  json: askInJson,
  qwen3guard: askQwen3Guard,
}

/** Of a bad answer so much is sent back: one that rambles is not paid for twice. */
const longestRepeat = 4_000

/** A language model that judges by the written policy. What talks to it is found beforehand, whatever it says. */
export function createModelJudge(
  settings: ModelJudgeSettings,
  { policy, readApiKey }: ModelJudgeDependencies,
): Moderator {
  const ask = createAskModel(settings, () => readApiKey(settings.baseUrl))
  const dialect = dialects[settings.dialect]

  return async texts => {
    const orders = { findings: findOrders(texts), usage: noUsage }
    const opinion = await judgeChunks(texts, 'model-judge', settings, async (chunk, signal) => {
      const { reading, answers } = await converse(dialect(chunk, policy), ask, signal)
      const findings = tellFindings(reading, chunk, texts, policy)
      return { findings, usage: addUsage(answers.map(({ usage }) => usage)) }
    })
    return mergeOpinions([orders, opinion])
  }
}

/** Asks once, and once more where an answer could not be read or has to be proved. */
async function converse(question: Question, ask: AskModel, signal: AbortSignal) {
  const first = await ask(question, signal)
  const reading = readAnswer(first, question)
  if (question.control !== undefined && isClear(reading)) {
    const second = await ask({ ...question, turns: question.control }, signal)
    return {
      reading: isObjection(readAnswer(second, question)) ? reading : missedControl,
      answers: [first, second],
    }
  }
  if (reading.kind !== 'unreadable' || question.askAgain === undefined) return { reading, answers: [first] }
  const turns = [
    ...question.turns,
    { role: 'assistant' as const, content: repeat(first) },
    { role: 'user' as const, content: question.askAgain(reading.problem) },
  ]
  const second = await ask({ ...question, turns }, signal)
  return { reading: readAnswer(second, question), answers: [first, second] }
}

const missedControl: Reading = { kind: 'doubtful', doubt: 'missed-control' }

function isClear(reading: Reading): boolean {
  return reading.kind === 'judged' && reading.claims.length === 0 && reading.doubts.length === 0
}

/** Not merely an answer that is no approval: one that was cut off, or refused unread, has proved nothing. */
function isObjection(reading: Reading): boolean {
  return reading.kind === 'judged' && reading.claims.length > 0
}

/** Some services refuse a turn without words. */
function repeat(answer: ChatAnswer): string {
  return (answer.kind === 'said' && answer.text.slice(0, longestRepeat)) || '(no answer)'
}

function readAnswer(answer: ChatAnswer, { read }: Question): Reading {
  return answer.kind === 'said' ? read(answer.text) : { kind: 'doubtful', doubt: 'refused' }
}

function tellFindings(
  reading: Reading,
  chunk: readonly TextField[],
  texts: readonly TextField[],
  policy: WrittenPolicy,
): ModelFinding[] {
  const place = chunk[0]?.field ?? ''
  if (reading.kind === 'unreadable') return [doubt('unreadable', 'model-judge', place)]
  if (reading.kind === 'doubtful') return [doubt(reading.doubt, 'model-judge', place)]
  return [
    ...reading.claims.map(claim => toFinding(claim, 'model-judge', texts, policy)),
    ...reading.doubts.map(kind => doubt(kind, 'model-judge', place)),
  ]
}
