import * as check from '#act/corrective-actions/check.ts'
import * as commands from '#act/corrective-actions/commands.ts'
import * as contract from '#act/corrective-actions/contract.ts'
import * as queries from '#act/corrective-actions/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listActions, queries.listActions),
  on(contract.countActions, queries.countActions),
  on(contract.getAction, queries.getAction),
  on(contract.logAction, commands.logAction),
  on(contract.changeAction, commands.changeAction),
  on(contract.completeAction, commands.completeAction),
  on(contract.checkAction, check.checkAction),
  on(contract.cancelAction, commands.cancelAction),
  on(contract.reopenAction, check.reopenAction),
]
