export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The value below which the given share lies, between two measured ones where it falls between them. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const lower = sorted[Math.floor(place)] ?? Number.NaN
  const upper = sorted[Math.ceil(place)] ?? Number.NaN
  return lower + (upper - lower) * (place - Math.floor(place))
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
