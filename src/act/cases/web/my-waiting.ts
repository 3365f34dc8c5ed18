import { countCases } from '#act/cases/contract.ts'
import { call } from '#platform/web/api.ts'

/** My open cases, late ones in red. */
export default async function waiting() {
  const counts = await call(countCases, {})
  return { late: counts.mineLate, waiting: counts.mine }
}
