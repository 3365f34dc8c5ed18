import { checkMetrics } from '#measure/metrics/check.ts'
import * as contract from '#measure/metrics/contract.ts'
import { exportMetric } from '#measure/metrics/export.ts'
import { getMetric, listMetrics } from '#measure/metrics/queries.ts'
import { listMetricRecords } from '#measure/metrics/records.ts'
import { metricSettings } from '#measure/metrics/settings.ts'
import { on } from '#platform/http/on.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

export const routes = [
  on(contract.listMetrics, listMetrics),
  on(contract.getMetric, getMetric),
  on(contract.exportMetric, exportMetric),
  on(contract.listMetricRecords, listMetricRecords),
  on(contract.getMetricSettings, (ctx) => getSetting(ctx, metricSettings)),
  on(contract.putMetricSettings, (ctx, input) =>
    putSetting(ctx, metricSettings, { npsBands: input.npsBands, targets: input.targets }),
  ),
  on(contract.checkMetrics, checkMetrics),
]
