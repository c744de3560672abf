/** Powertools are installed for the bench alone; these are the members that it uses. */
declare module '@aws-lambda-powertools/logger' {
  export class Logger {
    constructor(options: { serviceName: string })
    addContext(context: object): void
    info(message: string, facts: object): void
    warn(message: string, facts: object): void
    error(message: string, facts: object): void
  }
}

declare module '@aws-lambda-powertools/metrics' {
  export class Metrics {
    constructor(options: { namespace: string; serviceName: string })
    captureColdStartMetric(): void
    addMetric(name: string, unit: 'Count', value: number): void
    publishStoredMetrics(): void
  }
}

declare module '@aws-lambda-powertools/tracer' {
  export class Tracer {
    constructor(options: { serviceName: string })
    captureAWSv3Client<T>(client: T): T
    annotateColdStart(): void
  }
}
