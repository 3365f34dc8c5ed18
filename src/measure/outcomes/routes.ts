import * as contract from '#measure/outcomes/contract.ts'
import { getOutcomeFigures } from '#measure/outcomes/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [on(contract.getOutcomeFigures, getOutcomeFigures)]
