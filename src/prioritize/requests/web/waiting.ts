import { call } from '#platform/web/api.ts'
import { countRequests } from '#prioritize/requests/contract.ts'

/** Requests that wait for a decision. */
export default async function waiting() {
  const { under_review } = await call(countRequests, {})
  return { waiting: under_review }
}
