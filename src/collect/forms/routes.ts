import { changeForm, createForm } from '#collect/forms/commands.ts'
import * as contract from '#collect/forms/contract.ts'
import { listForms } from '#collect/forms/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listForms, listForms),
  on(contract.createForm, createForm),
  on(contract.changeForm, changeForm),
]
