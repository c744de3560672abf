/** The channel that is meant where nobody names one. */
export const defaultChannel = 'main'

/** Several channels are several stacks. */
export function nameStack(channel: string): string {
  return `coze-review-${channel}`
}
