import { changeHook, createHook } from '#collect/inbound/commands.ts'
import * as contract from '#collect/inbound/contract.ts'
import { listHooks, listRefusals, previewHook } from '#collect/inbound/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listHooks, listHooks),
  on(contract.createHook, createHook),
  on(contract.previewHook, previewHook),
  on(contract.changeHook, changeHook),
  on(contract.listRefusals, listRefusals),
]
