import * as commands from '#collect/programmes/commands.ts'
import * as contract from '#collect/programmes/contract.ts'
import { previewOccasions } from '#collect/programmes/foresee.ts'
import { raiseOccasion, raiseOccasions } from '#collect/programmes/occasions.ts'
import * as queries from '#collect/programmes/queries.ts'
import { runProgramme } from '#collect/programmes/runs.ts'
import { on, type Route } from '#platform/http/on.ts'

export const routes: Route[] = [
  on(contract.listProgrammes, queries.listProgrammes),
  on(contract.createProgramme, commands.createProgramme),
  on(contract.getProgramme, queries.getProgramme),
  on(contract.changeProgramme, commands.changeProgramme),
  on(contract.previewProgramme, queries.previewProgramme),
  on(contract.listProgrammePeople, queries.listProgrammePeople),
  on(contract.runProgramme, runProgramme),
  on(contract.raiseOccasion, raiseOccasion),
  on(contract.raiseOccasions, raiseOccasions),
  on(contract.previewOccasions, previewOccasions),
  on(contract.listOccasions, queries.listOccasions),
  on(contract.listRuns, queries.listRuns),
]
