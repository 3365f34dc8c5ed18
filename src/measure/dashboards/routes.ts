import * as contract from '#measure/dashboards/contract.ts'
import { checkFigures } from '#measure/dashboards/doctor.ts'
import { getHealth } from '#measure/dashboards/queries.ts'
import { listAnswerRecords, listItemRecords } from '#measure/dashboards/records.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getHealth, getHealth),
  on(contract.listItemRecords, listItemRecords),
  on(contract.listAnswerRecords, listAnswerRecords),
  on(contract.checkHealth, (ctx, input) => checkFigures(ctx, input)),
]
