import * as commands from '#close/tone/commands.ts'
import * as contract from '#close/tone/contract.ts'
import * as queries from '#close/tone/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getToneChecklist, queries.getToneChecklist),
  on(contract.putToneChecklist, commands.putToneChecklist),
]
