import * as commands from '#measure/reports/commands.ts'
import * as contract from '#measure/reports/contract.ts'
import * as files from '#measure/reports/export.ts'
import * as language from '#measure/reports/language.ts'
import * as queries from '#measure/reports/queries.ts'
import { on, onVisit } from '#platform/http/on.ts'

export const routes = [
  on(contract.listReports, queries.listReports),
  on(contract.makeReport, commands.makeReport),
  on(contract.getReportSettings, queries.getReportSettings),
  on(contract.putReportSettings, commands.putReportSettings),
  on(contract.putReportLanguage, language.putReportLanguage),
  on(contract.getReport, queries.getReport),
  on(contract.getReportChanges, queries.getReportChanges),
  on(contract.getReportCsv, files.getReportCsv),
  onVisit(contract.getReportPdf, files.getReportPdf),
  on(contract.shareReport, commands.shareReport),
  on(contract.endReportLinks, commands.endReportLinks),
]
