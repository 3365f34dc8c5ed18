import { getAccountSignals } from '#collect/signals/account.ts'
import * as commands from '#collect/signals/commands.ts'
import * as contract from '#collect/signals/contract.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.sendSignals, commands.sendSignals),
  on(contract.track, commands.sendOne('track')),
  on(contract.identify, commands.sendOne('identify')),
  on(contract.group, commands.sendOne('group')),
  on(contract.batch, commands.sendMany),
  on(contract.importEvents, commands.sendMany),
  on(contract.getAccountSignals, getAccountSignals),
]
