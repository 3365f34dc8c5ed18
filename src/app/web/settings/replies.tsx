import { AnnouncementWording } from '#close/announcements/web/announcement-wording.tsx'
import { HoldSettings } from '#close/announcements/web/hold-settings.tsx'
import { ReadingSettings } from '#close/readings/web/reading-settings.tsx'
import { ToneSettings } from '#close/tone/web/tone-settings.tsx'

/** How replies are written here: what a good one does, and who reads it before it leaves. */
export default function RepliesSettings() {
  return (
    <>
      <ToneSettings />
      <ReadingSettings />
      <HoldSettings />
      <AnnouncementWording />
    </>
  )
}
