import { z } from 'zod'
import { task } from '#platform/jobs/task.ts'

/** Prepares an announcement whose recall window is over. The work stands in fill.ts. */
export const sendAnnouncementTask = task(
  'announcements.send',
  z.object({ workspaceId: z.uuid(), announcementId: z.uuid() }),
  async ({ workspaceId, announcementId }, door, signal) => {
    const { fillAnnouncement } = await import('#close/announcements/fill.ts')
    await fillAnnouncement(door, workspaceId, announcementId, signal)
  },
)
