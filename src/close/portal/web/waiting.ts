import { countPortal } from '#close/portal/contract.ts'
import { call } from '#platform/web/api.ts'

/** Ideas and comments of the portal that a member has not looked at. */
export default async function waiting() {
  const { ideas, comments } = await call(countPortal, {})
  return { waiting: ideas + comments }
}
