import { MetricSettings } from '#measure/metrics/contract.ts'
import { setting } from '#platform/settings/settings.ts'

/** What NPS bands are called and how soon things are to be done; the defaults are those of the procedure. */
export const metricSettings = setting('metrics', MetricSettings)
