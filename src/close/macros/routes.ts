import * as commands from '#close/macros/commands.ts'
import * as contract from '#close/macros/contract.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listMacros, commands.listMacros),
  on(contract.createMacro, commands.createMacro),
  on(contract.changeMacro, commands.changeMacro),
  on(contract.deleteMacro, commands.deleteMacro),
]
