import { z } from 'zod'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { instant, text } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'
import { imageMaxBytes, mostRequests, releaseStates } from '#prioritize/releases/rules.ts'
import { RequestStatus } from '#prioritize/requests/contract.ts'

export const ReleaseState = z.enum(releaseStates)
const Area = z.object({ id: idOut('area'), name: z.string() })

export const ReleaseRow = z.object({
  id: idOut('rel'),
  name: z.string(),
  state: ReleaseState,
  area: Area.nullable(),
  /** the day it is meant for */
  plannedOn: z.string().nullable(),
  shippedAt: z.string().nullable(),
  /** stands in the changelog once it has shipped */
  isPublic: z.boolean(),
  requests: z.number(),
  /** the first few, those with the most money behind them first */
  titles: z.array(z.string()),
})
export type ReleaseRow = z.output<typeof ReleaseRow>

export const Release = z.object({
  id: idOut('rel'),
  name: z.string(),
  state: ReleaseState,
  /** for customers, in Markdown */
  notes: z.string().nullable(),
  area: Area.nullable(),
  plannedOn: z.string().nullable(),
  shippedAt: z.string().nullable(),
  isPublic: z.boolean(),
  publishedAt: z.string().nullable(),
  requests: z.array(
    z.object({
      id: idOut('req'),
      title: z.string(),
      status: RequestStatus,
      accounts: z.number(),
      contacts: z.number(),
      /** why the release cannot ship while it stands so; null: it can */
      bar: z.string().nullable(),
    }),
  ),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type Release = z.output<typeof Release>

const one = z.strictObject({ releaseId: id('rel') })
const words = (max: number) => text(max).trim().min(1)
const fields = {
  notes: words(20_000),
  areaId: id('area'),
  plannedOn: z.iso.date(),
  requestIds: z.array(id('req')).max(mostRequests),
}

export const listReleases = endpoint({
  method: 'GET',
  path: '/releases',
  summary: 'Releases: what comes, the next first, or what shipped, the latest first',
  access: 'requests:read',
  query: z.strictObject({ state: ReleaseState.default('coming'), ...pageQuery }),
  response: page(ReleaseRow),
})

export const getRelease = endpoint({
  method: 'GET',
  path: '/releases/:releaseId',
  summary: 'One release with its requests',
  access: 'requests:read',
  params: one,
  response: Release,
})

export const createRelease = endpoint({
  method: 'POST',
  path: '/releases',
  summary: 'Make a release, with the requests that are to ship with it',
  access: 'requests:manage',
  body: z.strictObject({
    name: words(120),
    notes: fields.notes.optional(),
    areaId: fields.areaId.optional(),
    plannedOn: fields.plannedOn.optional(),
    isPublic: z.boolean().default(false),
    requestIds: fields.requestIds.default([]),
  }),
  response: Release,
  status: 201,
})

export const uploadReleaseImage = endpoint({
  method: 'POST',
  path: '/releases/images',
  summary:
    'Upload an image for the notes: it is the body of the request, at most 5 MB, and goes into them as ![What it shows](id)',
  access: 'requests:manage',
  query: z.strictObject({ name: z.string().min(1).max(255).default('image') }),
  stream: true,
  tx: 'none',
  maxBytes: imageMaxBytes,
  response: z.object({ id: idOut('file'), name: z.string() }),
  status: 201,
})

export const changeRelease = endpoint({
  method: 'PATCH',
  path: '/releases/:releaseId',
  summary: 'Change a release; null takes a value out',
  access: 'requests:manage',
  params: one,
  body: z.strictObject({
    name: words(120).optional(),
    notes: fields.notes.nullish(),
    areaId: fields.areaId.nullish(),
    plannedOn: fields.plannedOn.nullish(),
    isPublic: z.boolean().optional(),
  }),
  response: Release,
})

export const removeRelease = endpoint({
  method: 'DELETE',
  path: '/releases/:releaseId',
  summary: 'Remove a release that has not shipped; its requests stay as they are',
  access: 'requests:manage',
  params: one,
  status: 204,
})

export const addToRelease = endpoint({
  method: 'POST',
  path: '/releases/:releaseId/requests',
  summary: 'Add requests; what is added to a release that has shipped is shipped',
  access: 'requests:manage',
  params: one,
  body: z.strictObject({ requestIds: fields.requestIds.min(1) }),
  response: Release,
})

export const takeFromRelease = endpoint({
  method: 'DELETE',
  path: '/releases/:releaseId/requests/:requestId',
  summary: 'Take a request out; what shipped by this release alone is in progress again',
  access: 'requests:manage',
  params: z.strictObject({ releaseId: id('rel'), requestId: id('req') }),
  response: Release,
})

export const shipRelease = endpoint({
  method: 'POST',
  path: '/releases/:releaseId/ship',
  summary: 'Ship a release: each of its requests is shipped, with the release as the reason',
  access: 'requests:manage',
  params: one,
  body: z.strictObject({
    shippedAt: instant
      .optional()
      .meta({ description: 'When it was there for customers; now when not given.' }),
  }),
  response: Release,
})

export const takeBackRelease = endpoint({
  method: 'POST',
  path: '/releases/:releaseId/take-back',
  summary: 'It is not there after all: its requests are in progress again, and it leaves the changelog',
  access: 'requests:manage',
  params: one,
  body: z.strictObject({ reason: words(1000) }),
  response: Release,
})

export const getRequestRelease = endpoint({
  method: 'GET',
  path: '/requests/:requestId/release',
  summary: 'The release that a request ships with, where there is one',
  access: 'requests:read',
  params: z.strictObject({ requestId: id('req') }),
  response: z.object({ release: ReleaseRow.pick({ id: true, name: true, state: true }).nullable() }),
})
