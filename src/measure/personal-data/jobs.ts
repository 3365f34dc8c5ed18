import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { folderOf } from '#collect/imports/commands/upload.ts'
import { removeBytes } from '#platform/files/store.ts'
import { type Task, task } from '#platform/jobs/task.ts'

const ids = z.array(z.uuid())

/** What lies on the disk goes after the commit, and goes on after a crash: a job that exists exactly when the rows are gone. */
export const removeFiles = task(
  'personal-data.remove-files',
  z.object({ workspaceId: z.uuid(), fileIds: ids, importIds: ids }),
  async ({ workspaceId, fileIds, importIds }, door) => {
    for (const id of fileIds) await removeBytes(door.config, workspaceId, id)
    for (const id of importIds)
      await rm(folderOf(door.config, workspaceId, id), { recursive: true, force: true })
  },
)

export const tasks = [removeFiles] as Task[]
