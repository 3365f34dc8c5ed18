import { getSections } from '#organize/inbox/contract.ts'
import { call } from '#platform/web/api.ts'

/** What waits for triage: the late ones in red, else what is due today. */
export default async function waiting() {
  const sections = await call(getSections, {})
  return { late: sections.late, waiting: sections.today }
}
