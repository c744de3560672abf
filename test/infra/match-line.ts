import * as z from 'zod'

/** CloudWatch's matching of JSON lines, as far as our patterns go: `{ ($.a.b = "x") && ($.c > 1) }`. */
export function matchLine(pattern: string, line: unknown): boolean {
  const expression = pattern
    .slice(1, -1)
    .replaceAll(
      /\$\.([\w.]+) ([=>]) /g,
      (_all, path, sign) => `at('${path}') ${sign === '=' ? '===' : sign} `,
    )
  return z.boolean().parse(new Function('at', `return ${expression}`)((path: string) => lookUp(path, line)))
}

function lookUp(path: string, line: unknown): unknown {
  return path.split('.').reduce((value, key) => Reflect.get(Object(value), key), line)
}
