import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam'
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'

/** A secret for each key to a door. They are created empty: the operator stores the values, no template ever holds them. */
export class ChannelSecrets extends Construct {
  readonly callbackTokens: CfnSecret
  readonly cozeCredentials: CfnSecret
  readonly modelKeys: CfnSecret

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.callbackTokens = new CfnSecret(this, 'CallbackTokens', {
      description: 'Verify tokens of the Coze callback app: {"tokens":["current","previous"]}',
    })
    this.cozeCredentials = new CfnSecret(this, 'CozeCredentials', {
      description: 'Access to the Coze API: {"access_token":"..."}, or coze_oauth_config.json as downloaded',
    })
    this.modelKeys = new CfnSecret(this, 'ModelKeys', {
      description:
        'Keys of the models that are asked: {"keys":{"https://base.url":"key"}}; unused without any',
    })
  }
}

export function grantRead(secret: CfnSecret, grantee: IGrantable): void {
  Grant.addToPrincipal({ grantee, actions: ['secretsmanager:GetSecretValue'], resourceArns: [secret.ref] })
}
