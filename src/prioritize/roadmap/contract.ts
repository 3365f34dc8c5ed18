import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { idOut } from '#platform/ids.ts'
import { requestFilter } from '#prioritize/requests/contract.ts'

export const RoadmapEntry = z.object({
  id: idOut('req'),
  title: z.string(),
  status: z.enum(['planned', 'in_progress', 'shipped']),
  owner: z.object({ id: idOut('mem'), name: z.string() }).nullable(),
  area: z.object({ id: idOut('area'), name: z.string() }).nullable(),
  accounts: z.number(),
  /** its target date, else the day of its release; of what shipped the day it did */
  on: z.string().nullable(),
  isLate: z.boolean(),
  /** target dates it had, the first one first; more than one: it moved */
  dates: z.array(z.object({ on: z.string().nullable(), at: z.string() })),
  release: z.object({ id: idOut('rel'), name: z.string() }).nullable(),
  /** the column it stands in */
  column: z.string(),
})
export type RoadmapEntry = z.output<typeof RoadmapEntry>

export const getRoadmap = endpoint({
  method: 'GET',
  path: '/roadmap',
  summary:
    'What is planned, in progress and lately shipped, by quarter, with owners, dates that moved, and releases',
  access: 'requests:read',
  query: z.strictObject({ area: requestFilter.area, owner: requestFilter.owner }),
  response: z.object({
    today: z.string(),
    columns: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        from: z.string().nullable(),
        until: z.string().nullable(),
        releases: z.array(
          z.object({ id: idOut('rel'), name: z.string(), on: z.string().nullable(), requests: z.number() }),
        ),
      }),
    ),
    data: z.array(RoadmapEntry),
    /** more than 500 fit: those with the nearest dates are shown */
    isCut: z.boolean(),
  }),
})
