import * as contract from '#measure/dashboards/contract.ts'
import { getHealth } from '#measure/dashboards/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [on(contract.getHealth, getHealth)]
