import * as commands from '#act/moves/commands.ts'
import * as contract from '#act/moves/contract.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.previewMove, commands.previewMove),
  on(contract.moveCase, commands.moveCase),
]
