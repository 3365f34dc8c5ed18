import { getToday } from '#act/today/contract.ts'
import { call } from '#platform/web/api.ts'

/** Steps that are due today. */
export default async function waiting() {
  return { waiting: (await call(getToday, {})).counts.mine }
}
