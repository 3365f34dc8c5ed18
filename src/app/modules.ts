import type { Consumer, Projection } from '#platform/events/event.ts'
import { idempotencySchedules, idempotencyTasks } from '#platform/http/jobs.ts'
import type { Route } from '#platform/http/on.ts'
import type { HtmlPage } from '#platform/http/page.ts'
import type { Schedule, Task } from '#platform/jobs/task.ts'

// What each module offers to the house; add yours in the order of the loop.

export const routes: readonly Route[] = []

export const pages: readonly HtmlPage[] = []

export const projections: readonly Projection[] = []

export const consumers: readonly Consumer[] = []

export const tasks: readonly Task[] = [...idempotencyTasks]

export const schedules: readonly Schedule[] = [...idempotencySchedules]
