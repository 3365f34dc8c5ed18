import * as commands from '#close/updates/commands.ts'
import * as contract from '#close/updates/contract.ts'
import * as queries from '#close/updates/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getComposer, queries.getComposer),
  on(contract.listUpdates, queries.listUpdates),
  on(contract.sendUpdate, commands.sendUpdate),
  on(contract.saveDraft, commands.saveDraft),
  on(contract.recallUpdate, commands.recallUpdate),
]
