import { countActions } from '#act/corrective-actions/contract.ts'
import { call } from '#platform/web/api.ts'

/** Corrective actions that wait: overdue ones in red, and those to be checked. */
export default async function waiting() {
  const counts = await call(countActions, {})
  return { late: counts.overdue, waiting: counts.toCheck }
}
