import { createHash, randomUUID } from 'node:crypto'
import * as z from 'zod'

export type CallAnswer = { readonly status: number; readonly body: object }

const sendSchema = z.object({ MessageBody: z.string() })
const updateSchema = z.object({
  UpdateExpression: z.string(),
  ExpressionAttributeNames: z.record(z.string(), z.string()),
  ExpressionAttributeValues: z.record(z.string(), z.unknown()),
})

/** Answers as AWS does where a bot is published for the first time: every condition holds, nothing is there to be read. */
export function answerCall(operation: string, input: unknown, token: string): CallAnswer {
  switch (operation) {
    case 'GetSecretValue':
      return succeed({
        Name: 'tokens',
        VersionId: randomUUID(),
        SecretString: JSON.stringify({ tokens: [token] }),
      })
    case 'GetItem':
    case 'PutItem':
      return succeed({})
    case 'UpdateItem':
      return succeed({ Attributes: applyUpdate(updateSchema.parse(input)) })
    case 'SendMessage':
      return sendMessage(sendSchema.parse(input).MessageBody)
    default:
      return refuse('UnknownOperationException')
  }
}

function refuse(type: string): CallAnswer {
  return { status: 400, body: { __type: type, message: 'refused' } }
}

function succeed(body: object): CallAnswer {
  return { status: 200, body }
}

/** The client checks the hash. */
function sendMessage(body: string): CallAnswer {
  if (body === '') return refuse('com.amazonaws.sqs#MissingParameter')
  const hash = createHash('md5').update(body).digest('hex')
  return succeed({ MD5OfMessageBody: hash, MessageId: randomUUID(), SequenceNumber: '18849496460467696128' })
}

/** The attributes that a `SET #name = :name, …` leaves behind. */
function applyUpdate(update: z.infer<typeof updateSchema>): object {
  const pairs = update.UpdateExpression.matchAll(/(#\w+) = (:\w+)/g)
  return Object.fromEntries(
    [...pairs].map(([, name = '', value = '']) => [
      update.ExpressionAttributeNames[name],
      update.ExpressionAttributeValues[value],
    ]),
  )
}
