import * as build from '#collect/surveys/builder/commands.ts'
import * as builder from '#collect/surveys/builder/contract.ts'
import * as commands from '#collect/surveys/commands.ts'
import * as contract from '#collect/surveys/contract.ts'
import * as entered from '#collect/surveys/entered.ts'
import { exportResponses } from '#collect/surveys/export.ts'
import * as previews from '#collect/surveys/previews.ts'
import * as queries from '#collect/surveys/queries.ts'
import * as responses from '#collect/surveys/responses.ts'
import * as results from '#collect/surveys/results.ts'
import * as waveQueries from '#collect/surveys/wave-queries.ts'
import * as waves from '#collect/surveys/waves.ts'
import { on, onVisit, type Route } from '#platform/http/on.ts'

export const routes: Route[] = [
  on(contract.listSurveys, queries.listSurveys),
  on(contract.getSurvey, queries.getSurvey),
  on(contract.changeSurvey, commands.changeSurvey),
  on(builder.listSurveyLibrary, build.listSurveyLibrary),
  on(builder.createSurvey, build.createSurvey),
  on(builder.copySurvey, build.copySurvey),
  on(builder.archiveSurvey, build.archiveSurvey),
  on(builder.restoreSurvey, build.restoreSurvey),
  on(builder.addQuestion, build.addQuestion),
  on(builder.moveQuestion, build.moveQuestion),
  on(builder.retireQuestion, build.retireQuestion),
  on(builder.getSurveyResults, results.getSurveyResults),
  on(contract.previewSurveyMail, previews.previewSurveyMail),
  on(builder.previewSurveyPage, previews.previewSurveyPage),
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
