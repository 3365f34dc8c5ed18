import { getClosure } from '#close/ledger/closure.ts'
import * as contract from '#close/ledger/contract.ts'
import { exportLoops } from '#close/ledger/export.ts'
import * as queries from '#close/ledger/queries.ts'
import { on, onVisit } from '#platform/http/on.ts'

export const routes = [
  on(contract.listLoops, queries.listLoops),
  onVisit(contract.exportLoops, exportLoops),
  on(contract.countLoops, queries.countLoops),
  on(contract.getClosure, getClosure),
  on(contract.listItemLoops, queries.listItemLoops),
  on(contract.getItemLoop, queries.getItemLoop),
  on(contract.getContactLoops, queries.getContactLoops),
  on(contract.getAccountLoops, queries.getAccountLoops),
]
