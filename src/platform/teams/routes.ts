import { on } from '#platform/http/on.ts'
import * as commands from '#platform/teams/commands.ts'
import * as contract from '#platform/teams/contract.ts'
import * as queries from '#platform/teams/queries.ts'

export const routes = [
  on(contract.listTeams, queries.listTeams),
  on(contract.createTeam, commands.createTeam),
  on(contract.changeTeam, commands.changeTeam),
  on(contract.removeTeam, commands.removeTeam),
]
