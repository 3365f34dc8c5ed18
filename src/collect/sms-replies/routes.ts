import { dismissSmsReply, fileSmsReply } from '#collect/sms-replies/commands.ts'
import * as contract from '#collect/sms-replies/contract.ts'
import { listSmsReplies } from '#collect/sms-replies/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listSmsReplies, listSmsReplies),
  on(contract.fileSmsReply, fileSmsReply),
  on(contract.dismissSmsReply, dismissSmsReply),
]
