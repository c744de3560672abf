import { defineCommand } from './command.ts'
import { type ClientOptions, createSend, type Send } from './create-send.ts'

export const GetSecretValueCommand = defineCommand('GetSecretValue')

export class SecretsManagerClient {
  readonly send: Send

  constructor(options: ClientOptions) {
    const protocol = {
      signingName: 'secretsmanager',
      target: 'secretsmanager',
      contentType: 'application/x-amz-json-1.1',
    }
    this.send = createSend(protocol, options)
  }
}
