import { Told } from '#close/announcements/web/told.tsx'

const decided = ['planned', 'in_progress', 'shipped', 'declined', 'parked']

/** At the end of a request: what customers were told of it. */
export default function RequestTold({ requestId, status }: { requestId: string; status: string }) {
  return <Told about={{ requestId }} isDue={decided.includes(status)} />
}
