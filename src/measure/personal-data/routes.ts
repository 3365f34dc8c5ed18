import { getCertificate } from '#measure/personal-data/certificate.ts'
import { eraseContact } from '#measure/personal-data/commands.ts'
import * as contract from '#measure/personal-data/contract.ts'
import { sendPersonalData } from '#measure/personal-data/export.ts'
import { getErasure, getPersonalData, listErasures } from '#measure/personal-data/queries.ts'
import { on, onVisit } from '#platform/http/on.ts'

export const routes = [
  on(contract.getPersonalData, getPersonalData),
  onVisit(contract.exportPersonalData, sendPersonalData),
  on(contract.eraseContact, eraseContact),
  on(contract.listErasures, listErasures),
  on(contract.getErasure, getErasure),
  onVisit(contract.getCertificate, getCertificate),
]
