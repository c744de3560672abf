import { defineCommand } from './command.ts'
import { type ClientOptions, createSend, type Send } from './create-send.ts'
import { AwsError } from './errors.ts'

export const GetItemCommand = defineCommand('GetItem')
export const PutItemCommand = defineCommand('PutItem')
export const UpdateItemCommand = defineCommand('UpdateItem')
export const QueryCommand = defineCommand('Query')

export class ConditionalCheckFailedException extends AwsError {}

export class DynamoDBClient {
  readonly send: Send

  constructor(options: ClientOptions) {
    const protocol = {
      signingName: 'dynamodb',
      target: 'DynamoDB_20120810',
      contentType: 'application/x-amz-json-1.0',
      errors: { ConditionalCheckFailedException },
    }
    this.send = createSend(protocol, options)
  }
}
