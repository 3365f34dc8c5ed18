import { Told } from '#close/announcements/web/told.tsx'

/** At the end of a release: what customers were told of it. */
export default function ReleaseTold({ releaseId, stands }: { releaseId: string; stands: string }) {
  return <Told about={{ releaseId }} stands={stands} />
}
