import * as contract from '#app/demo/contract.ts'
import { removeDemo } from '#app/demo/remove.ts'
import { on } from '#platform/http/on.ts'

export const routes = [on(contract.removeDemo, removeDemo)]
