import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda'

const { GREETING, QUEUE_URL, SECRET_ID, TABLE_NAME } = process.env
const sqs = new SQSClient()
const dynamodb = new DynamoDBClient()
const secretsManager = new SecretsManagerClient()

/** Records the body's text under its first word, then queues it. */
export async function handler({ body = '' }: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> {
  const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: SECRET_ID }))
  const [pk = ''] = body.split(' ')
  const Item = { pk: { S: pk }, sk: { S: 'record' }, status: { S: 'received' } }
  await dynamodb.send(new PutItemCommand({ TableName: TABLE_NAME, Item }))
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: QUEUE_URL,
      MessageBody: body,
      MessageGroupId: pk,
      MessageDeduplicationId: pk,
    }),
  )
  return { statusCode: 200, body: JSON.stringify({ greeting: GREETING, secret: SecretString }) }
}
