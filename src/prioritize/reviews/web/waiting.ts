import { call } from '#platform/web/api.ts'
import { listActionItems } from '#prioritize/reviews/contract.ts'

/** My action items that are due, late ones red. */
export default async function waiting() {
  const { data } = await call(listActionItems, { owner: 'me', limit: 100 })
  const late = data.filter((one) => one.isOverdue).length
  return { waiting: data.length, ...(late > 0 && { late }) }
}
