/** What neither the code nor the template says. Every figure that hangs on one of these is an estimate. */
export const assumptions = {
  /** A call to DynamoDB or SQS within a region. */
  awsCallMs: 5,
  /** A call to Coze's API. */
  cozeCallMs: 150,
  /** Megabytes of memory that come with one whole core. Source: docs.aws.amazon.com lambda configuration-memory. */
  megabytesPerCore: 1769,
  /** How far the busiest seconds stand above the average. */
  peakFactor: 10,
  secondsPerMonth: 30 * 86_400,
  /** Long polls of 20 seconds that Lambda keeps open on a queue. Source: docs.aws.amazon.com lambda services-sqs-scaling. */
  pollers: 5,
  pollSeconds: 20,
  /** How long a secret is kept, see functions/secret.ts. */
  secretSeconds: 60,
  /** Without rules of one's own X-Ray takes one request a second and five of a hundred more. */
  tracesPerSecond: 1,
  tracesBeyond: 0.05,
  /** What DynamoDB adds to each item that it stores. Source: docs.aws.amazon.com CapacityUnitCalculations. */
  bytesPerStoredItem: 100,
} as const
