import * as z from 'zod/mini'
import { ModeratorError } from './errors.ts'
import { noUsage, type Usage } from './moderator.ts'
import { postJson } from './post-json.ts'
import type { ModelJudgeSettings } from './settings.ts'

export type Turn = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }
export type ChatRequest = { readonly turns: readonly Turn[]; readonly wantsJson: boolean }
/** `text` is empty where the model did not end its answer by itself. */
export type ChatAnswer = { usage: Usage } & ({ kind: 'said'; text: string } | { kind: 'refused' })
export type AskModel = (request: ChatRequest, signal: AbortSignal) => Promise<ChatAnswer>

const moderator = 'model-judge'

const count = z.catch(z.int().check(z.minimum(0)), 0)
const optionalText = z.catch(z.nullish(z.string()), undefined)
const completionSchema = z.object({
  choices: z.array(
    z.object({
      finish_reason: optionalText,
      message: z.object({ content: optionalText, refusal: optionalText }),
    }),
  ),
  usage: z.catch(z.object({ prompt_tokens: count, completion_tokens: count }), {
    prompt_tokens: 0,
    completion_tokens: 0,
  }),
})
type Completion = z.infer<typeof completionSchema>

/** A model behind an endpoint of OpenAI's form. Source: platform.openai.com, API reference, chat. */
export function createAskModel(settings: ModelJudgeSettings, readApiKey: () => Promise<string>): AskModel {
  return async ({ turns, wantsJson }, signal) => {
    const answer = await postJson({
      moderator,
      url: `${settings.baseUrl}/chat/completions`,
      headers: { authorization: `Bearer ${checkKey(await readKey(readApiKey))}` },
      body: JSON.stringify({
        model: settings.model,
        messages: turns,
        temperature: 0,
        ...(wantsJson ? { response_format: { type: 'json_object' } } : {}),
      }),
      timeoutMs: settings.timeoutMs,
      signal,
    })
    if (answer.kind === 'rejected') return { kind: 'refused', usage: { ...noUsage, calls: 1 } }
    return readCompletion(answer.json, settings)
  }
}

/** Without a key a person is asked in the end, as without an answer. */
async function readKey(readApiKey: () => Promise<string>): Promise<string> {
  try {
    return await readApiKey()
  } catch (cause) {
    throw new ModeratorError({ moderator }, 'has no API key: store one in its secret', cause)
  }
}

/** Checked here, because a header that cannot be sent would be quoted by the error about it. */
function checkKey(key: string): string {
  if (/^[\x21-\x7e]+$/.test(key)) return key
  throw new ModeratorError({ moderator }, 'has no API key of printable ASCII: store one in its secret')
}

function readCompletion(json: unknown, { inputPrice, outputPrice }: ModelJudgeSettings): ChatAnswer {
  const result = z.safeParse(completionSchema, json)
  if (!result.success)
    throw new ModeratorError(
      { moderator, httpStatus: 200 },
      'was answered with what is no chat completion: check its address',
    )
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = result.data.usage
  const cost = (inputTokens * inputPrice + outputTokens * outputPrice) / 1_000_000
  return { ...readChoice(result.data), usage: { inputTokens, outputTokens, calls: 1, cost } }
}

/** One choice was asked for. One that was cut off may have ended otherwise. */
function readChoice({ choices }: Completion): { kind: 'said'; text: string } | { kind: 'refused' } {
  const [choice] = choices
  if (choice?.finish_reason === 'content_filter' || choice?.message.refusal) return { kind: 'refused' }
  const isWhole = choices.length === 1 && choice?.finish_reason !== 'length'
  return { kind: 'said', text: isWhole ? (choice?.message.content ?? '') : '' }
}
