import { approveStep } from '#act/cases/commands/approve.ts'
import * as change from '#act/cases/commands/change.ts'
import { decideStep } from '#act/cases/commands/decide.ts'
import * as end from '#act/cases/commands/end.ts'
import * as open from '#act/cases/commands/open.ts'
import * as pause from '#act/cases/commands/pause.ts'
import * as steps from '#act/cases/commands/steps.ts'
import * as contract from '#act/cases/contract.ts'
import * as listing from '#act/cases/listing.ts'
import * as queries from '#act/cases/queries.ts'
import { tryPlaybook } from '#act/cases/try.ts'
import { tryPlaybook as tryContract } from '#act/playbooks/contract.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listCases, listing.listCases),
  on(contract.countCases, listing.countCases),
  on(contract.getCase, queries.getCase),
  on(contract.openCase, open.openCase),
  on(contract.changeCase, change.changeCase),
  on(contract.completeStep, steps.completeStep),
  on(contract.tickChecklist, steps.tickChecklist),
  on(contract.decideStep, decideStep),
  on(contract.approveStep, approveStep),
  on(contract.pauseCase, pause.pauseCase),
  on(contract.resumeCase, pause.resumeCase),
  on(contract.escalateCase, change.escalateCase),
  on(contract.resolveCase, end.resolveCase),
  on(contract.reopenCase, end.reopenCase),
  on(contract.cancelCase, end.cancelCase),
  // an endpoint of playbooks that asks how cases begin
  on(tryContract, tryPlaybook),
]
