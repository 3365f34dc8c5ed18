import { countCheckIns } from '#collect/check-ins/contract.ts'
import { call } from '#platform/web/api.ts'

/** My check-ins that are due; promises that are late count in red. */
export default async function waiting() {
  const counts = await call(countCheckIns, { who: 'me' })
  return { late: counts.latePromises, waiting: counts.due }
}
