import * as contract from '#act/simulation/contract.ts'
import * as queries from '#act/simulation/queries.ts'
import { onVisit } from '#platform/http/on.ts'

export const routes = [onVisit(contract.simulatePlaybook, queries.simulatePlaybook)]
