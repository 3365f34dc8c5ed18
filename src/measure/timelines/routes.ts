import * as contract from '#measure/timelines/contract.ts'
import { getAccountTimeline, getContactTimeline } from '#measure/timelines/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getAccountTimeline, getAccountTimeline),
  on(contract.getContactTimeline, getContactTimeline),
]
