import { Duration, Stack } from 'aws-cdk-lib'
import { type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { FilterPattern, type IFilterPattern, type JsonPattern, type LogGroup } from 'aws-cdk-lib/aws-logs'

export interface LineMetricOptions {
  readonly pattern: IFilterPattern
  /** A fact that is the number itself, as in $.message.overdue. @default every line counts one */
  readonly value?: string
}

/** Makes a number of the lines of a log group: their sum in five minutes, missing where there are none. */
export function countLines(
  logGroup: LogGroup,
  name: string,
  { pattern, value = '1' }: LineMetricOptions,
): Metric {
  const filter = logGroup.addMetricFilter(name, {
    filterPattern: pattern,
    metricNamespace: Stack.of(logGroup).stackName,
    metricName: name,
    metricValue: value,
  })
  return filter.metric({ statistic: Stats.SUM, period: Duration.minutes(5) })
}

/** Lines of our own, which Lambda puts below `message`. The names are those of functions/log.ts. */
export function event(name: string, ...facts: readonly JsonPattern[]): JsonPattern {
  return FilterPattern.all(FilterPattern.stringValue('$.message.event', '=', name), ...facts)
}
