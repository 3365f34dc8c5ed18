import { runChange } from '#organize/inbox/changes.ts'
import { passItemsOn } from '#organize/inbox/departed.ts'
import { projectReceived } from '#organize/inbox/project.ts'
import { wakeSnoozed } from '#organize/inbox/snooze.ts'
import { type Projection, projection } from '#platform/events/event.ts'
import type { Task } from '#platform/jobs/task.ts'

export const projections: Projection[] = [
  { type: 'feedback.received', project: projectReceived },
  projection('member.removed', passItemsOn),
]

export const tasks = [runChange, wakeSnoozed] as Task[]
