import * as commands from '#measure/quality/commands.ts'
import * as contract from '#measure/quality/contract.ts'
import { sendEvidence } from '#measure/quality/evidence/file.ts'
import * as queries from '#measure/quality/queries.ts'
import { on, onVisit } from '#platform/http/on.ts'

export const routes = [
  on(contract.getQuality, queries.getQuality),
  on(contract.getCheck, queries.getCheck),
  on(contract.listOccurrences, queries.listOccurrences),
  on(contract.changeCheck, commands.changeCheck),
  on(contract.createCheck, commands.createCheck),
  on(contract.archiveCheck, commands.archiveCheck),
  on(contract.previewCheck, commands.previewCheck),
  onVisit(contract.getEvidence, sendEvidence),
]
