import * as commands from '#close/readings/commands.ts'
import * as contract from '#close/readings/contract.ts'
import * as queries from '#close/readings/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getReadingRule, queries.getReadingRule),
  on(contract.putReadingRule, commands.putReadingRule),
  on(contract.listReadings, queries.listReadings),
  on(contract.readUpdate, commands.readUpdate),
  on(contract.chooseReader, commands.chooseReader),
]
