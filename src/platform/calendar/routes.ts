import * as commands from '#platform/calendar/commands.ts'
import * as contract from '#platform/calendar/contract.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getCalendar, commands.getCalendar),
  on(contract.putCalendar, commands.putCalendar),
  on(contract.listHolidayPlaces, commands.listHolidayPlaces),
]
