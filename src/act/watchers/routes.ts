import * as commands from '#act/watchers/commands.ts'
import * as contract from '#act/watchers/contract.ts'
import * as queries from '#act/watchers/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listWatchers, queries.listWatchers),
  on(contract.watchCase, commands.watchCase),
  on(contract.addCaseNote, commands.addCaseNote),
]
