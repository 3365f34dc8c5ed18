import { listAnnouncementRecipients } from '#close/announcements/audience.ts'
import * as commands from '#close/announcements/commands.ts'
import * as contract from '#close/announcements/contract.ts'
import { dropAnnouncementDraft, putAnnouncementDraft } from '#close/announcements/drafts.ts'
import { getAnnouncementDue } from '#close/announcements/due.ts'
import { composeAnnouncement, previewAnnouncement } from '#close/announcements/preview.ts'
import * as queries from '#close/announcements/queries.ts'
import { announcementSettings } from '#close/announcements/settings.ts'
import { stopAnnouncement } from '#close/announcements/stop.ts'
import {
  listAnnouncementTemplates,
  putAnnouncementTemplate,
  restoreAnnouncementTemplate,
} from '#close/announcements/templates.ts'
import { on } from '#platform/http/on.ts'
import { getSetting } from '#platform/settings/settings.ts'

export const routes = [
  on(contract.composeAnnouncement, composeAnnouncement),
  on(contract.putAnnouncementDraft, putAnnouncementDraft),
  on(contract.dropAnnouncementDraft, dropAnnouncementDraft),
  on(contract.getAnnouncementDue, getAnnouncementDue),
  on(contract.previewAnnouncement, previewAnnouncement),
  on(contract.listAnnouncementRecipients, listAnnouncementRecipients),
  on(contract.getAnnouncementSettings, (ctx) => getSetting(ctx, announcementSettings)),
  on(contract.putAnnouncementSettings, commands.putAnnouncementSettings),
  on(contract.listAnnouncementTemplates, listAnnouncementTemplates),
  on(contract.putAnnouncementTemplate, putAnnouncementTemplate),
  on(contract.restoreAnnouncementTemplate, restoreAnnouncementTemplate),
  on(contract.sendAnnouncement, commands.sendAnnouncement),
  on(contract.listAnnouncements, queries.listAnnouncements),
  on(contract.getAnnouncement, queries.getAnnouncement),
  on(contract.recallAnnouncement, commands.recallAnnouncement),
  on(contract.stopAnnouncement, stopAnnouncement),
  on(contract.listAnnouncementPeople, queries.listAnnouncementPeople),
  on(contract.listRequestReplies, queries.listRequestReplies),
]
