import type { LockedPackage } from './lock-file.ts'

/** docs/licences.md: the packages that may be deployed, without versions, so that an update changes nothing here. */
export function listLicences(packages: readonly LockedPackage[]): string {
  const deployed = packages.filter(({ dev }) => !dev)
  const lines = new Set(deployed.map(({ name, license }) => `| ${name} | ${license} |`))
  return `# Licences

Packages of others that the functions and the operator's commands may use: \`dependencies\` of package.json and what they need. A
function holds of them only what it calls. Whoever passes a bundle on to others passes on these licences as well; their texts lie beside
each package in \`node_modules\`. What is taken over into the sources is named in [NOTICE](../NOTICE).

\`npm run licences\` writes this page from package-lock.json.

| package | licence |
| --- | --- |
${[...lines].toSorted().join('\n')}
`
}
