import * as commands from '#act/meetings/commands.ts'
import * as contract from '#act/meetings/contract.ts'
import * as queries from '#act/meetings/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.proposeMeeting, queries.proposeMeeting),
  on(contract.planMeeting, commands.planMeeting),
  on(contract.moveMeeting, commands.moveMeeting),
  on(contract.cancelMeeting, commands.cancelMeeting),
  on(contract.listMeetings, queries.listMeetings),
]
