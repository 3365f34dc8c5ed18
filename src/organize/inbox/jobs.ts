import { runChange } from '#organize/inbox/changes.ts'
import { projectReceived } from '#organize/inbox/project.ts'
import { wakeSnoozed } from '#organize/inbox/snooze.ts'
import { projection } from '#platform/events/event.ts'
import type { Task } from '#platform/jobs/task.ts'

export const projections = [projection('feedback.received', projectReceived)]

export const tasks = [runChange, wakeSnoozed] as Task[]
