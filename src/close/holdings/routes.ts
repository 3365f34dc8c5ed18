import * as contract from '#close/holdings/contract.ts'
import * as queries from '#close/holdings/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [on(contract.getHoldings, queries.getHoldings)]
