import { on, onVisit, type Route } from '#platform/http/on.ts'
import * as commands from '#platform/sms/commands.ts'
import * as contract from '#platform/sms/contract.ts'
import * as queries from '#platform/sms/queries.ts'

export const routes: Route[] = [
  on(contract.listSms, queries.listSms),
  on(contract.countSms, queries.countSms),
  on(contract.getSms, queries.getSms),
  on(contract.retrySms, commands.retrySms),
  on(contract.cancelSms, commands.cancelSms),
  on(contract.getSmsSettings, queries.getSmsSettings),
  on(contract.setSmsProvider, commands.setSmsProvider),
  on(contract.removeSmsProvider, commands.removeSmsProvider),
  onVisit(contract.testSmsProvider, commands.testSmsProvider),
  on(contract.sendTestSms, commands.sendTestSms),
]
