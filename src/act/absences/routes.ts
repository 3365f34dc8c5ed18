import * as commands from '#act/absences/commands.ts'
import * as contract from '#act/absences/contract.ts'
import * as queries from '#act/absences/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listAbsences, queries.listAbsences),
  on(contract.enterAbsence, commands.enterAbsence),
  on(contract.changeAbsence, commands.changeAbsence),
  on(contract.endAbsence, commands.endAbsence),
]
