import { listTrends as contract } from '#analyze/trends/contract.ts'
import { listTrends } from '#analyze/trends/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [on(contract, listTrends)]
