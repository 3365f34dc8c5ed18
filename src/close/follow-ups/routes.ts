import * as commands from '#close/follow-ups/commands.ts'
import * as contract from '#close/follow-ups/contract.ts'
import * as queries from '#close/follow-ups/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getFollowUpSettings, queries.getFollowUpSettings),
  on(contract.putFollowUpSettings, commands.putFollowUpSettings),
  on(contract.listFollowUps, queries.listFollowUps),
  on(contract.listItemFollowUps, queries.listItemFollowUps),
]
