import { AnnouncementSettings } from '#close/announcements/contract.ts'
import { setting } from '#platform/settings/settings.ts'

export const announcementSettings = setting('announcements', AnnouncementSettings)
