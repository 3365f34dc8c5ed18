import * as contract from '#act/approvals/contract.ts'
import * as queries from '#act/approvals/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [on(contract.listApprovals, queries.listApprovals)]
