/** The SPDX ids of licences that ask for no more than to be named and passed on. */
const allowed = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT']

type Exception = { readonly name: string; readonly licence: string; readonly reason: string }

/** Packages that are never deployed, under other licences than these. */
export const exceptions: readonly Exception[] = [
  {
    name: 'caniuse-lite',
    licence: 'CC-BY-4.0',
    reason:
      'A table of browsers that comes along with the test runner: data, read on the machine of a developer.',
  },
]

/** Whether an SPDX expression leaves us a choice of which all is allowed. One with groups in it is not understood, so it is not. */
export function isAllowed(licence: string): boolean {
  const expression = licence.replace(/^\(([^()]*)\)$/, '$1')
  if (/[()]/.test(expression)) return false
  return expression.split(' OR ').some(choice => choice.split(' AND ').every(id => allowed.includes(id)))
}
