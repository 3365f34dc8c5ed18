import { on } from '#platform/http/on.ts'
import { getSetting } from '#platform/settings/settings.ts'
import * as evidence from '#prioritize/requests/commands/evidence.ts'
import * as follow from '#prioritize/requests/commands/follow.ts'
import * as merges from '#prioritize/requests/commands/merges.ts'
import * as commands from '#prioritize/requests/commands/requests.ts'
import * as contract from '#prioritize/requests/contract.ts'
import { getRequest, listEvidence } from '#prioritize/requests/detail.ts'
import * as queries from '#prioritize/requests/queries.ts'
import { requestSettings } from '#prioritize/requests/settings.ts'
import { findSimilarRequests, getItemRequests } from '#prioritize/requests/similar.ts'

export const routes = [
  on(contract.listRequests, queries.listRequests),
  on(contract.createRequest, commands.createRequest),
  on(contract.countRequests, queries.countRequests),
  on(contract.findSimilarRequests, findSimilarRequests),
  on(contract.getRequestSettings, (ctx) => getSetting(ctx, requestSettings)),
  on(contract.putRequestSettings, commands.putRequestSettings),
  on(contract.getRequest, getRequest),
  on(contract.changeRequest, commands.changeRequest),
  on(contract.decideRequest, commands.decideRequest),
  on(contract.followRequest, follow.followRequest),
  on(contract.listEvidence, listEvidence),
  on(contract.linkEvidence, evidence.linkEvidence),
  on(contract.recordEvidence, evidence.recordEvidence),
  on(contract.changeEvidence, evidence.changeEvidence),
  on(contract.unlinkEvidence, evidence.unlinkEvidence),
  on(contract.listRequestAccounts, queries.listRequestAccounts),
  on(contract.listRequestContacts, queries.listRequestContacts),
  on(contract.listRequestFollowers, queries.listRequestFollowers),
  on(contract.putRequestFollower, follow.noteContactFollower),
  on(contract.getItemRequests, getItemRequests),
  on(contract.mergeRequest, merges.mergeRequest),
  on(contract.undoRequestMerge, merges.undoRequestMerge),
]
