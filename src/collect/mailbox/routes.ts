import * as commands from '#collect/mailbox/commands.ts'
import * as contract from '#collect/mailbox/contract.ts'
import { testMailbox } from '#collect/mailbox/poll.ts'
import * as queries from '#collect/mailbox/queries.ts'
import { on, onVisit, type Route } from '#platform/http/on.ts'

export const routes: Route[] = [
  on(contract.listInboundMails, queries.listInboundMails),
  on(contract.countInboundMails, queries.countInboundMails),
  on(contract.fileInboundMail, commands.fileInboundMail),
  on(contract.dismissInboundMail, commands.dismissInboundMail),
  on(contract.getMailbox, queries.getMailbox),
  on(contract.setMailbox, commands.setMailbox),
  onVisit(contract.testMailbox, testMailbox),
]
