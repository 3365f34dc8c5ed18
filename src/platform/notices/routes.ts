import { on } from '#platform/http/on.ts'
import * as commands from '#platform/notices/commands.ts'
import * as contract from '#platform/notices/contract.ts'
import * as queries from '#platform/notices/queries.ts'

export const routes = [
  on(contract.listNotices, queries.listNotices),
  on(contract.countNotices, queries.countNotices),
  on(contract.readNotices, commands.readNotices),
  on(contract.getNoticePreferences, commands.getNoticePreferences),
  on(contract.putNoticePreferences, commands.putNoticePreferences),
]
