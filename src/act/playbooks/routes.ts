import * as commands from '#act/playbooks/commands.ts'
import * as contract from '#act/playbooks/contract.ts'
import * as queries from '#act/playbooks/queries.ts'
import { reviewPlaybook } from '#act/playbooks/reviews.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listPlaybooks, queries.listPlaybooks),
  on(contract.checkText, queries.checkText),
  on(contract.previewDueTimes, queries.previewDueTimes),
  on(contract.getPlaybook, queries.getPlaybook),
  on(contract.savePlaybook, commands.savePlaybook),
  on(contract.decidePlaybook, commands.decidePlaybook),
  on(contract.reviewPlaybook, reviewPlaybook),
  on(contract.enablePlaybook, commands.enablePlaybook),
  on(contract.getPlaybookSettings, queries.getPlaybookSettings),
  on(contract.putPlaybookSettings, commands.putPlaybookSettings),
]
