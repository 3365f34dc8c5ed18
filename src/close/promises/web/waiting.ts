import { countPromises } from '#close/promises/contract.ts'
import { call } from '#platform/web/api.ts'

/** Promises of one's own that are due soon, red when one is late. */
export default async function waiting() {
  const { mineSoon, mineLate } = await call(countPromises, {})
  return { waiting: mineSoon + mineLate, late: mineLate }
}
