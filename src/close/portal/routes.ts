import { answerIdea, decideComment } from '#close/portal/commands/comments.ts'
import { publishIdea, refuseIdea } from '#close/portal/commands/ideas.ts'
import { putPublicFace } from '#close/portal/commands/publish.ts'
import { changePortal, renewPortalLink, uploadPortalLogo } from '#close/portal/commands/settings.ts'
import * as contract from '#close/portal/contract.ts'
import * as moderation from '#close/portal/queries/moderation.ts'
import { getPortal } from '#close/portal/queries/settings.ts'
import { on, onVisit } from '#platform/http/on.ts'

export const routes = [
  on(contract.getPortal, getPortal),
  on(contract.changePortal, changePortal),
  on(contract.renewPortalLink, renewPortalLink),
  onVisit(contract.uploadPortalLogo, uploadPortalLogo),
  on(contract.countPortal, moderation.countPortal),
  on(contract.listPostedIdeas, moderation.listPostedIdeas),
  on(contract.publishIdea, publishIdea),
  on(contract.refuseIdea, refuseIdea),
  on(contract.listPortalComments, moderation.listPortalComments),
  on(contract.decideComment, decideComment),
  on(contract.getPublicFace, moderation.getPublicFace),
  on(contract.putPublicFace, putPublicFace),
  on(contract.answerIdea, answerIdea),
]
