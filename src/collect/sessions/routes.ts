import * as commands from '#collect/sessions/commands.ts'
import * as contract from '#collect/sessions/contract.ts'
import { getSession, listSessions } from '#collect/sessions/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listSessions, listSessions),
  on(contract.getSession, getSession),
  on(contract.createSession, commands.createSession),
  on(contract.changeSession, commands.changeSession),
  on(contract.putParticipant, commands.putParticipant),
  on(contract.removeParticipant, commands.removeParticipant),
  on(contract.addSessionHighlights, commands.addSessionHighlights),
]
