import * as contract from '#act/today/contract.ts'
import { getToday } from '#act/today/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [on(contract.getToday, getToday)]
