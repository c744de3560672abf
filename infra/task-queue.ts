import { Duration } from 'aws-cdk-lib'
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

export interface TaskQueueProps {
  /** Lets the answer "in review" reach Coze before the verdict can. */
  readonly deliveryDelay: Duration
  /** The time-out of the function that takes the tasks. */
  readonly consumerTimeout: Duration
}

/** The tasks, first in first out per bot, and the dead letters that a person has to look at. */
export class TaskQueue extends Construct {
  readonly queue: Queue
  readonly deadLetterQueue: Queue

  constructor(scope: Construct, id: string, props: TaskQueueProps) {
    super(scope, id)
    // Bots do not wait for each other: throughput and de-duplication per message group, which is a bot.
    const fifo: QueueProps = {
      fifo: true,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    }
    this.deadLetterQueue = new Queue(this, 'DeadLetters', { ...fifo, retentionPeriod: Duration.days(14) })
    this.queue = new Queue(this, 'Tasks', {
      ...fifo,
      deliveryDelay: props.deliveryDelay,
      // Six times the consumer's time-out, as AWS advises: a letter must not come back while it is being worked on.
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeout.toSeconds()),
      // Longer than the 72 hours that a letter may be put off, shorter than the time a dead one is kept.
      retentionPeriod: Duration.days(7),
      // 72 hours of tries at least 270 seconds apart are 960 at most; 1,000 is the most SQS allows. Poison is found by the
      // function itself, long before.
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 1000 },
    })
  }
}
