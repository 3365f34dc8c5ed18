import { on, onVisit, type Route } from '#platform/http/on.ts'
import * as commands from '#platform/mail/commands.ts'
import * as contract from '#platform/mail/contract.ts'
import * as queries from '#platform/mail/queries.ts'

export const routes: Route[] = [
  on(contract.listMails, queries.listMails),
  on(contract.countMails, queries.countMails),
  on(contract.getMail, queries.getMail),
  on(contract.getMailHtml, queries.getMailHtml),
  on(contract.retryMail, commands.retryMail),
  on(contract.cancelMail, commands.cancelMail),
  on(contract.decideOldMails, commands.decideOldMails),
  on(contract.getMailServer, queries.getMailServer),
  on(contract.setMailServer, commands.setMailServer),
  on(contract.removeMailServer, commands.removeMailServer),
  onVisit(contract.testMailServer, commands.testMailServer),
  on(contract.sendTestMail, commands.sendTestMail),
]
