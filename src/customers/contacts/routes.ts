import { changeConsent } from '#customers/consent/commands.ts'
import { upsertContacts } from '#customers/contacts/batch.ts'
import * as contract from '#customers/contacts/contract.ts'
import { changeContact, createContact } from '#customers/contacts/edit.ts'
import { getContact, listContacts } from '#customers/contacts/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listContacts, listContacts),
  on(contract.createContact, createContact),
  on(contract.upsertContacts, upsertContacts),
  on(contract.getContact, getContact),
  on(contract.changeContact, changeContact),
  on(contract.changeConsent, changeConsent),
]
