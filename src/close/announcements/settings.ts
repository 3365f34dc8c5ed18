import { AnnouncementSettings, AnnouncementWording } from '#close/announcements/contract.ts'
import { setting } from '#platform/settings/settings.ts'

export const announcementSettings = setting('announcements', AnnouncementSettings)

export const wordingSetting = setting('announcement-wording', AnnouncementWording)
