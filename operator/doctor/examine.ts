import { explainError } from '../desk/explain-error.ts'

/** What one check has found; where something is wrong the text says what to do. */
export type Diagnosis = { readonly check: string; readonly ok: boolean; readonly text: string }

/** Gives what is well. Throws what is not. */
export type Check = () => Promise<string>

/** One check after the other. What several of them fail of is explained once. */
export async function examine(
  checks: Readonly<Record<string, Check>>,
  progress: (check: string) => void,
): Promise<Diagnosis[]> {
  const diagnoses: Diagnosis[] = []
  const explained = new Set<unknown>()
  for (const [check, look] of Object.entries(checks)) {
    progress(check)
    try {
      diagnoses.push({ check, ok: true, text: await look() })
    } catch (error) {
      const text = explained.has(error) ? 'not checked, for the reason above' : explainError(error)
      diagnoses.push({ check, ok: false, text })
      explained.add(error)
    }
  }
  return diagnoses
}
