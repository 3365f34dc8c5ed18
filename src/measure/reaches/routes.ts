import * as contract from '#measure/reaches/contract.ts'
import { listReaches } from '#measure/reaches/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [on(contract.listReaches, listReaches)]
