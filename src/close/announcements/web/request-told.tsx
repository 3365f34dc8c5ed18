import { Told } from '#close/announcements/web/told.tsx'

/** At the end of a request: what customers were told of it. */
export default function RequestTold({ requestId, stands }: { requestId: string; stands: string }) {
  return <Told about={{ requestId }} stands={stands} />
}
