import { settleCall } from '#collect/surveys/calls/commands.ts'
import * as contract from '#collect/surveys/calls/contract.ts'
import { getCall, listCalls } from '#collect/surveys/calls/queries.ts'
import { on, type Route } from '#platform/http/on.ts'

export const routes: Route[] = [
  on(contract.listCalls, listCalls),
  on(contract.getCall, getCall),
  on(contract.settleCall, settleCall),
]
