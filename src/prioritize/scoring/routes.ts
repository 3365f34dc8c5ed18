import { on } from '#platform/http/on.ts'
import * as commands from '#prioritize/scoring/commands.ts'
import { compareModels, getSensitivity } from '#prioritize/scoring/comparisons.ts'
import * as contract from '#prioritize/scoring/contract.ts'
import { listFactors, listModels } from '#prioritize/scoring/models.ts'
import * as queries from '#prioritize/scoring/queries.ts'

export const routes = [
  on(contract.listFactors, listFactors),
  on(contract.createFactor, commands.createFactor),
  on(contract.changeFactor, commands.changeFactor),
  on(contract.listModels, listModels),
  on(contract.createModel, commands.createModel),
  on(contract.addModelVersion, commands.addModelVersion),
  on(contract.changeModel, commands.changeModel),
  on(contract.putScoring, commands.putScoring),
  on(contract.getScore, queries.getScore),
  on(contract.rateRequest, commands.rateRequest),
  on(contract.rankRequests, queries.rankRequests),
  on(contract.getMatrix, queries.getMatrix),
  on(contract.compareModels, compareModels),
  on(contract.getSensitivity, getSensitivity),
]
