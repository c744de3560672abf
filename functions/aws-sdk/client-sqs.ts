import { defineCommand } from './command.ts'
import { type ClientOptions, createSend, type Send } from './create-send.ts'

export const SendMessageCommand = defineCommand('SendMessage')
export const ChangeMessageVisibilityCommand = defineCommand('ChangeMessageVisibility')

export class SQSClient {
  readonly send: Send

  constructor(options: ClientOptions) {
    const protocol = { signingName: 'sqs', target: 'AmazonSQS', contentType: 'application/x-amz-json-1.0' }
    this.send = createSend(protocol, options)
  }
}
