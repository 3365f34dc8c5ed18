import { getAccountSignals } from '#collect/signals/account.ts'
import * as alerts from '#collect/signals/alerts.ts'
import * as commands from '#collect/signals/commands.ts'
import * as contract from '#collect/signals/contract.ts'
import * as figures from '#collect/signals/figures.ts'
import { previewRule } from '#collect/signals/watch.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.sendSignals, commands.sendSignals),
  on(contract.track, commands.sendOne('track')),
  on(contract.identify, commands.sendOne('identify')),
  on(contract.group, commands.sendOne('group')),
  on(contract.batch, commands.sendMany),
  on(contract.importEvents, commands.sendMany),
  on(contract.getAccountSignals, getAccountSignals),
  on(contract.getFigures, figures.getFigures),
  on(contract.listAccountUse, figures.listAccountUse),
  on(contract.listUnknown, figures.listUnknown),
  on(contract.listRules, alerts.listRules),
  on(contract.previewRule, previewRule),
  on(contract.putRule, alerts.putRule),
  on(contract.removeRule, alerts.removeRule),
  on(contract.listAlerts, alerts.listAlerts),
]
