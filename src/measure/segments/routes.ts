import * as contract from '#measure/segments/contract.ts'
import { exportSegments } from '#measure/segments/export.ts'
import { compareSegments } from '#measure/segments/queries.ts'
import { listSegmentThemeRecords } from '#measure/segments/records.ts'
import { getWeightedMetric } from '#measure/segments/weighted.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.compareSegments, compareSegments),
  on(contract.exportSegments, exportSegments),
  on(contract.listSegmentThemeRecords, listSegmentThemeRecords),
  on(contract.getWeightedMetric, getWeightedMetric),
]
