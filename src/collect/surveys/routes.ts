import * as build from '#collect/surveys/builder/commands.ts'
import * as builder from '#collect/surveys/builder/contract.ts'
import { routes as callRoutes } from '#collect/surveys/calls/routes.ts'
import * as commands from '#collect/surveys/commands.ts'
import * as contract from '#collect/surveys/contract.ts'
import { routes as linkRoutes } from '#collect/surveys/links/routes.ts'
import * as previews from '#collect/surveys/previews.ts'
import * as queries from '#collect/surveys/queries.ts'
import * as answers from '#collect/surveys/responses/commands.ts'
import * as response from '#collect/surveys/responses/contract.ts'
import { exportResponses } from '#collect/surveys/responses/export.ts'
import * as responses from '#collect/surveys/responses/queries.ts'
import * as result from '#collect/surveys/results/contract.ts'
import * as results from '#collect/surveys/results/queries.ts'
import * as send from '#collect/surveys/waves/commands.ts'
import * as wave from '#collect/surveys/waves/contract.ts'
import { exportInvitations } from '#collect/surveys/waves/export.ts'
import * as people from '#collect/surveys/waves/people.ts'
import * as waves from '#collect/surveys/waves/queries.ts'
import * as recipients from '#collect/surveys/waves/recipients.ts'
import { stopWave } from '#collect/surveys/waves/stop.ts'
import { on, onVisit, type Route } from '#platform/http/on.ts'

export const routes: Route[] = [
  ...linkRoutes,
  ...callRoutes,
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
  on(builder.restoreQuestion, build.restoreQuestion),
  on(result.getSurveyResults, results.getSurveyResults),
  on(contract.previewSurveyMail, previews.previewSurveyMail),
  on(contract.previewSurveySms, previews.previewSurveySms),
  on(builder.previewSurveyPage, previews.previewSurveyPage),
  onVisit(builder.pressPreviewPage, previews.pressPreviewPage),
  on(contract.previewSurveyMailHtml, previews.previewSurveyMailHtml),
  on(contract.sendTestSurvey, send.sendTestSurvey),
  on(wave.previewRecipients, recipients.previewRecipients),
  on(wave.listRecipients, recipients.listRecipients),
  on(wave.sendSurvey, send.sendSurvey),
  on(wave.listWaves, waves.listWaves),
  on(wave.getWave, waves.getWave),
  on(wave.stopWave, stopWave),
  onVisit(wave.exportInvitations, exportInvitations),
  on(wave.listInvitations, people.listInvitations),
  on(wave.listExclusions, people.listExclusions),
  // Before `/responses/:responseId`, which would take its name for an id.
  onVisit(response.exportResponses, exportResponses),
  on(response.listResponses, responses.listResponses),
  on(response.getResponse, responses.getResponse),
  on(response.enterResponse, answers.enterResponse),
  on(response.confirmResponse, answers.confirmResponse),
]
