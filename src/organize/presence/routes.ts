import * as commands from '#organize/presence/commands.ts'
import * as contract from '#organize/presence/contract.ts'
import * as queries from '#organize/presence/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listPresences, queries.listPresences),
  on(contract.showPresence, commands.showPresence),
  on(contract.showWriting, commands.showWriting),
]
