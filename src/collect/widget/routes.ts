import { createWidgetKey, rotateWidgetSecret, updateWidgetKey } from '#collect/widget/commands/keys.ts'
import * as contract from '#collect/widget/contract.ts'
import { listWidgetKeys } from '#collect/widget/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listWidgetKeys, listWidgetKeys),
  on(contract.createWidgetKey, createWidgetKey),
  on(contract.updateWidgetKey, updateWidgetKey),
  on(contract.rotateWidgetSecret, rotateWidgetSecret),
]
