import { checkInCalendar } from '#collect/check-ins/calendar.ts'
import * as commands from '#collect/check-ins/commands.ts'
import * as contract from '#collect/check-ins/contract.ts'
import * as queries from '#collect/check-ins/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listCheckIns, queries.listCheckIns),
  on(contract.countCheckIns, queries.countCheckIns),
  on(contract.checkInCalendar, checkInCalendar),
  on(contract.getCheckIn, queries.getCheckIn),
  on(contract.changeCheckIn, commands.changeCheckIn),
  on(contract.holdCheckIn, commands.holdCheckIn),
  on(contract.addHighlights, commands.addHighlights),
  on(contract.skipCheckIn, commands.skipCheckIn),
  on(contract.listAccountCheckIns, queries.listAccountCheckIns),
  on(contract.getCheckInPlan, queries.getCheckInPlan),
  on(contract.putCheckInPlan, commands.putCheckInPlan),
  on(contract.getCheckInSettings, queries.getCheckInSettings),
  on(contract.putCheckInSettings, commands.putCheckInSettings),
  on(contract.listPromises, queries.listPromises),
  on(contract.keepPromise, commands.keepPromise),
]
