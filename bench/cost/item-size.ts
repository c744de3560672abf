/** An attribute as DynamoDB's protocol writes it, such as { S: 'text' }. */
export type Attributes = Readonly<Record<string, unknown>>

/**
 * Bytes of an item by DynamoDB's rules: names and values, numbers by their digits, three bytes for a list or a map and one
 * for each of its elements. Source: docs.aws.amazon.com amazondynamodb CapacityUnitCalculations.
 */
export function sizeOfItem(item: Attributes): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value),
    0,
  )
}

function sizeOfValue(value: unknown): number {
  const [[type, content] = []] = Object.entries(Object(value))
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(content))
    case 'N':
      return Math.ceil(String(content).length / 2) + 1
    case 'L':
      return Object.values(Object(content)).reduce<number>(
        (sum, element) => sum + 1 + sizeOfValue(element),
        3,
      )
    case 'M':
      return 3 + sizeOfItem(Object(content)) + Object.keys(Object(content)).length
    default:
      return 1
  }
}
