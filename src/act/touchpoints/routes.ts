import * as commands from '#act/touchpoints/commands.ts'
import * as contract from '#act/touchpoints/contract.ts'
import * as queries from '#act/touchpoints/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listTouchpoints, queries.listTouchpoints),
  on(contract.logTouchpoint, commands.logTouchpoint),
]
