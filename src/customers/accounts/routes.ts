import { upsertAccounts } from '#customers/accounts/batch.ts'
import { putAccountCalendar } from '#customers/accounts/calendar.ts'
import * as commands from '#customers/accounts/commands.ts'
import * as contract from '#customers/accounts/contract.ts'
import * as queries from '#customers/accounts/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listAccounts, queries.listAccounts),
  on(contract.createAccount, commands.createAccount),
  on(contract.upsertAccounts, upsertAccounts),
  on(contract.getAccount, queries.getAccount),
  on(contract.changeAccount, commands.changeAccount),
  on(contract.putAccountCalendar, putAccountCalendar),
]
