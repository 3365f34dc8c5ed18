import * as commands from '#act/moments/commands.ts'
import * as contract from '#act/moments/contract.ts'
import * as queries from '#act/moments/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listMoments, queries.listMoments),
  on(contract.recordMoment, commands.recordMoment),
]
