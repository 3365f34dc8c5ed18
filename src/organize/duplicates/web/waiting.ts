import { countPairs } from '#organize/duplicates/contract.ts'
import { call } from '#platform/web/api.ts'

/** Pairs that wait for a decision. */
export default async function waiting() {
  return { waiting: (await call(countPairs, {})).open }
}
