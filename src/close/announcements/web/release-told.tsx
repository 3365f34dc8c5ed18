import { Told } from '#close/announcements/web/told.tsx'

/** At the end of a release: what customers were told of it. */
export default function ReleaseTold({ releaseId, isShipped }: { releaseId: string; isShipped: boolean }) {
  return <Told about={{ releaseId }} isDue={isShipped} />
}
