import * as commands from '#act/replies/commands.ts'
import * as contract from '#act/replies/contract.ts'
import * as queries from '#act/replies/queries.ts'
import { assignSmsReply } from '#act/replies/sms.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listReplies, queries.listReplies),
  on(contract.assignMail, commands.assignMail),
  on(contract.assignSmsReply, assignSmsReply),
  on(contract.addSender, commands.addSender),
]
