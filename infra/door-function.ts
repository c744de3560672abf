import { join } from 'node:path'
import { Aws, type Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  type ApplicationLogLevel,
  Architecture,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda'
import { type ICommandHooks, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'

export interface Logging {
  readonly retention: RetentionDays
  readonly level: ApplicationLogLevel
}

export interface DoorFunctionProps {
  /** The folder below functions/ with the door's handler.ts. */
  readonly door: string
  readonly description: string
  readonly memoryMegabytes: number
  readonly timeout: Duration
  readonly environment: Record<string, string>
  readonly logging: Logging
  /** Files and folders of the project that travel with the function. */
  readonly files: readonly string[]
  /** Whether the signed calls of functions/aws-sdk stand in for the clients of the AWS SDK. @default false */
  readonly lightAwsClients?: boolean
  /** The file and export that Lambda calls. @default 'index.handler', the bundle itself */
  readonly handler?: string
}

/**
 * Whoever waits for an answer pays for every kilobyte: loading the clients of the AWS SDK and their first calls make a third
 * of a cold start, see docs/performance.md. An operation that is not in these files stops the synthesis.
 */
const lightClients = Object.fromEntries(
  ['client-dynamodb', 'client-secrets-manager', 'client-sqs'].map(name => [
    `--alias:@aws-sdk/${name}`,
    `./functions/aws-sdk/${name}.ts`,
  ]),
)

const projectRoot = join(import.meta.dirname, '..')

/** One door: a bundled Node 24 function with a log group and a role of its own. */
export class DoorFunction extends Construct {
  readonly function: NodejsFunction
  readonly logGroup: LogGroup

  constructor(scope: Construct, id: string, props: DoorFunctionProps) {
    super(scope, id)
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logging.retention,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    // Not Lambda's managed policy: it may write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    this.logGroup.grantWrite(role)

    this.function = new NodejsFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      entry: join(projectRoot, 'functions', props.door, 'handler.ts'),
      handler: props.handler ?? 'index.handler',
      projectRoot,
      depsLockFilePath: join(projectRoot, 'package-lock.json'),
      memorySize: props.memoryMegabytes,
      timeout: props.timeout,
      environment: props.environment,
      role,
      tracing: Tracing.ACTIVE,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: props.logging.level,
      systemLogLevelV2: SystemLogLevel.WARN,
      awsSdkConnectionReuse: false,
      bundling: {
        bundleAwsSDK: true,
        minify: true,
        // The module builds of the AWS SDK can be tree-shaken, its main builds cannot.
        mainFields: ['module', 'main'],
        esbuildArgs: props.lightAwsClients
          ? lightClients
          : { '--alias:@aws-sdk/credential-provider-node': './infra/no-credential-chain.ts' },
        commandHooks: copyFiles(props.files),
      },
    })
  }
}

/** The endpoint of an AWS service in whatever partition and region the stack is deployed to. */
export function serviceEndpoint(service: string): string {
  return `https://${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`
}

function copyFiles(files: readonly string[]): ICommandHooks {
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (inputDir, outputDir) => files.map(file => `cp -R "${inputDir}/${file}" "${outputDir}/"`),
  }
}
