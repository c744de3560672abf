import { CfnOutput, Duration, Stack } from 'aws-cdk-lib'
import { ApplicationLogLevel } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { ChannelAlarms } from './alarms/channel-alarms.ts'
import { CallbackApi } from './callback-api.ts'
import { ChannelDashboard } from './channel-dashboard.ts'
import { ChannelSecrets } from './channel-secrets.ts'
import { ModerationWorker } from './moderation-worker.ts'
import { ReviewTable } from './review-table.ts'
import { SavedQueries } from './saved-queries.ts'
import type { ChannelSettings } from './settings.ts'
import { TaskQueue } from './task-queue.ts'
import { Watch } from './watch.ts'

/**
 * At eight seconds a call: a profile, a token, a report, another token and the report again; besides, 45 seconds for the
 * models and 20 for the answer. Where a report has to be taken back as well, that may be left to the next delivery.
 */
const moderationTimeout = Duration.seconds(120)

/** Everything one channel needs. */
export class ReviewChannelStack extends Stack {
  constructor(scope: Construct, id: string, settings: ChannelSettings) {
    super(scope, id, { description: `Reviews what is published to the Coze channel ${settings.channel}` })
    const answerTime = Duration.seconds(settings.answerSeconds)
    const logging = {
      retention: settings.logRetentionDays,
      level: ApplicationLogLevel[settings.logLevel],
    }

    const reviews = new ReviewTable(this, 'Reviews')
    const tasks = new TaskQueue(this, 'Queue', {
      deliveryDelay: answerTime,
      consumerTimeout: moderationTimeout,
    })
    const secrets = new ChannelSecrets(this, 'Secrets')
    const base = { reviews, tasks, secrets, retentionDays: settings.retentionDays, logging }
    const callback = new CallbackApi(this, 'Callback', {
      ...base,
      maxBodyKilobytes: settings.maxBodyKilobytes,
      requestsPerSecond: settings.requestsPerSecond,
      requestBurst: settings.requestBurst,
    })
    const moderation = new ModerationWorker(this, 'Moderation', {
      ...base,
      timeout: moderationTimeout,
      cozeApiBase: settings.cozeApiBase,
      reasonLanguage: settings.reasonLanguage,
      answerTime,
      readProfile: settings.readProfile,
      moderators: settings.moderators,
      concurrency: settings.moderationConcurrency,
    })
    const { escalatedReviewHours } = settings
    const watch = new Watch(this, 'Watch', { ...base, escalatedReviewHours })
    const stations = { callback, tasks, moderation, watch }
    const alarms = new ChannelAlarms(this, 'Alarms', { ...stations, logging, settings })
    new ChannelDashboard(this, 'Dashboard', { ...stations, alarms })
    new SavedQueries(this, 'Queries', stations)

    this.tell('CallbackUrl', callback.url, 'Register this URL in the callback app of the channel')
    this.tell('CallbackTokensSecret', secrets.callbackTokens.ref, 'Store {"tokens":["..."]} here')
    this.tell('CozeCredentialsSecret', secrets.cozeCredentials.ref, 'Store the access to the Coze API here')
    this.tell('ModelKeysSecret', secrets.modelKeys.ref, 'Store the keys of the models here, if any is asked')
    this.tell('ReviewTable', reviews.table.tableName, 'The record of all reviews')
    this.tell('TaskQueue', tasks.queue.queueUrl, 'What waits for moderation')
    this.tell('DeadLetterQueue', tasks.deadLetterQueue.queueUrl, 'What a person has to look at')
    this.tell('CozeApiBase', settings.cozeApiBase, 'The API that verdicts are reported to')
    this.tell('RetentionDays', String(settings.retentionDays), 'How long a review is kept after its end')
    this.tell('AlarmTopic', alarms.topic.sns.topicArn, 'All alarms go here')
    if (alarms.robot !== undefined)
      this.tell('AlarmRobotSecret', alarms.robot.webhook.ref, 'Store {"url":"https://..."} of the robot here')
    this.tell('CallbackLogs', callback.door.logGroup.logGroupName, 'Log group of the callbacks')
    this.tell('ModerationLogs', moderation.door.logGroup.logGroupName, 'Log group of the moderation')
    this.tell('WatchLogs', watch.door.logGroup.logGroupName, 'Log group of the watch')
    this.tell('AccessLogs', callback.accessLog.logGroupName, 'Log group of the requests to the callback URL')
  }

  private tell(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description })
  }
}
