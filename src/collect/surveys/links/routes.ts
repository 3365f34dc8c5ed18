import { changeSurveyLink, createSurveyLink } from '#collect/surveys/links/commands.ts'
import * as contract from '#collect/surveys/links/contract.ts'
import { drawSurveyLink, listSurveyLinks } from '#collect/surveys/links/queries.ts'
import { on, type Route } from '#platform/http/on.ts'

export const routes: Route[] = [
  on(contract.listSurveyLinks, listSurveyLinks),
  on(contract.createSurveyLink, createSurveyLink),
  on(contract.changeSurveyLink, changeSurveyLink),
  on(contract.drawSurveyLink, drawSurveyLink),
]
