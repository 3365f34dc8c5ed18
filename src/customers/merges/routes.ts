import * as commands from '#customers/merges/commands.ts'
import * as contract from '#customers/merges/contract.ts'
import { listDuplicates, previewMerge } from '#customers/merges/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listDuplicates, listDuplicates),
  on(contract.dismissDuplicate, commands.dismissDuplicate),
  on(contract.restoreDuplicate, commands.restoreDuplicate),
  on(contract.previewMerge, previewMerge),
  on(contract.mergeCustomers, commands.mergeCustomers),
  on(contract.undoMerge, commands.undoMerge),
]
