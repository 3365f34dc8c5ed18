import { runChange } from '#organize/inbox/changes.ts'
import { projectReceived } from '#organize/inbox/project.ts'
import { wakeSnoozed } from '#organize/inbox/snooze.ts'
import type { Projection } from '#platform/events/event.ts'
import type { Task } from '#platform/jobs/task.ts'

export const projections: Projection[] = [{ type: 'feedback.received', project: projectReceived }]

export const tasks = [runChange, wakeSnoozed] as Task[]
