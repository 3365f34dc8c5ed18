import * as contract from '#act/holdings/contract.ts'
import * as queries from '#act/holdings/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [on(contract.getHoldings, queries.getHoldings)]
