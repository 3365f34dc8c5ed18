import * as commands from '#collect/surveys/commands.ts'
import * as contract from '#collect/surveys/contract.ts'
import * as entered from '#collect/surveys/entered.ts'
import { exportResponses } from '#collect/surveys/export.ts'
import * as previews from '#collect/surveys/previews.ts'
import * as queries from '#collect/surveys/queries.ts'
import * as responses from '#collect/surveys/responses.ts'
import * as waveQueries from '#collect/surveys/wave-queries.ts'
import * as waves from '#collect/surveys/waves.ts'
import { on, onVisit, type Route } from '#platform/http/on.ts'

export const routes: Route[] = [
  on(contract.listSurveys, queries.listSurveys),
  on(contract.getSurvey, queries.getSurvey),
  on(contract.changeSurvey, commands.changeSurvey),
  on(contract.previewSurveyMail, previews.previewSurveyMail),
  on(contract.previewSurveyMailHtml, previews.previewSurveyMailHtml),
  on(contract.sendTestSurvey, waves.sendTestSurvey),
  on(contract.previewRecipients, queries.previewRecipients),
  on(contract.listRecipients, queries.listRecipients),
  on(contract.sendSurvey, waves.sendSurvey),
  on(contract.listWaves, waveQueries.listWaves),
  on(contract.getWave, waveQueries.getWave),
  on(contract.stopWave, waves.stopWave),
  on(contract.listInvitations, waveQueries.listInvitations),
  on(contract.listExclusions, waveQueries.listExclusions),
  // Before `/responses/:responseId`, which would take its name for an id.
  onVisit(contract.exportResponses, exportResponses),
  on(contract.listResponses, responses.listResponses),
  on(contract.getResponse, responses.getResponse),
  on(contract.enterResponse, entered.enterResponse),
  on(contract.confirmResponse, entered.confirmResponse),
]
