import { z } from 'zod'
import { accesses, boardsMost, holdings, longest, nameFault, segmentsMost } from '#close/portal/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { text } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'
import { RequestStatus } from '#prioritize/requests/contract.ts'

const count = z.number()
const line = (max: number) => text(max).trim().min(1)

const fields = {
  access: z.enum(accesses).meta({
    description:
      'off; public: anybody, and search engines list it; link: whoever has its address; signed_in: customers who signed in',
  }),
  name: text(60)
    .trim()
    .superRefine((name, check) => {
      const fault = nameFault(name)
      if (fault) check.addIssue({ code: 'custom', message: fault })
    })
    .meta({ description: 'Empty: the name of the workspace.' }),
  intro: text(500).trim(),
  brandColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'is not a colour such as #006048')
    .nullable(),
  logoFileId: z.null().meta({ description: 'null takes the logo off; it comes by upload.' }),
  css: text(longest.css).meta({
    description: 'Own style; what is not on the list is left out and said in `cssFaults`.',
  }),
  anonymousVotes: z.boolean().meta({ description: 'People vote without signing in, each browser once.' }),
  contactsOnly: z.boolean().meta({ description: 'Only contacts that are there sign in by mail.' }),
  widgetKeyId: id('wkey')
    .nullable()
    .meta({ description: 'The widget key with which your product signs who somebody is.' }),
  ideasHeld: z.enum(holdings.ideas),
  commentsHeld: z.enum(holdings.comments),
  linksAllowed: z.number().int().min(0).max(10),
  showsRoadmap: z.boolean(),
  showsChanges: z.boolean(),
  boards: z
    .array(
      z.strictObject({
        areaId: id('area'),
        segments: z
          .array(line(80))
          .max(segmentsMost)
          .meta({ description: 'Keys of segments; none: everybody.' }),
      }),
    )
    .max(boardsMost),
}

export const Portal = z.object({
  url: z.string().meta({ description: 'With the key of the link where one is needed.' }),
  access: z.enum(accesses),
  name: z.string(),
  intro: z.string(),
  brandColor: z.string().nullable(),
  logoFileId: idOut('file').nullable(),
  css: z.string(),
  cssFaults: z.array(z.string()),
  anonymousVotes: z.boolean(),
  contactsOnly: z.boolean(),
  widgetKeyId: idOut('wkey').nullable(),
  ideasHeld: z.enum(holdings.ideas),
  commentsHeld: z.enum(holdings.comments),
  linksAllowed: z.number(),
  showsRoadmap: z.boolean(),
  showsChanges: z.boolean(),
  boards: z.array(
    z.object({ id: idOut('brd'), areaId: idOut('area'), name: z.string(), segments: z.array(z.string()) }),
  ),
  /** what can be chosen */
  areas: z.array(z.object({ id: idOut('area'), path: z.string() })),
  widgetKeys: z.array(z.object({ id: idOut('wkey'), product: z.string() })),
})
export type Portal = z.output<typeof Portal>

export const getPortal = endpoint({
  method: 'GET',
  path: '/portal',
  summary: 'How the portal for customers is set up',
  access: 'requests:read',
  response: Portal,
})

export const changePortal = endpoint({
  method: 'PATCH',
  path: '/portal',
  summary: 'Open, close or change the portal; boards replace those there were',
  access: 'settings:manage',
  body: z.strictObject(fields).partial(),
  response: Portal,
})

export const renewPortalLink = endpoint({
  method: 'POST',
  path: '/portal/link',
  summary: 'Give the portal a new link; whoever has the old one needs the new one',
  access: 'settings:manage',
  body: z.strictObject({}),
  response: Portal,
})

export const uploadPortalLogo = endpoint({
  method: 'POST',
  path: '/portal/logo',
  summary: 'Upload the logo: the image is the body of the request, at most 300 kB',
  access: 'settings:manage',
  query: z.strictObject({ name: z.string().max(200).default('logo') }),
  stream: true,
  tx: 'none',
  response: Portal,
})

/** The public face of a request: all that a page outside shows of it, with its status and board. */
export const PublicFace = z.object({
  isPublic: z.boolean(),
  title: z.string(),
  text: z.string().nullable(),
  note: z.string().nullable(),
  when: z.string().nullable(),
  publishedAt: z.string().nullable(),
  status: RequestStatus,
  voters: count,
  comments: count,
  /** its page; null while nobody outside sees it */
  url: z.string().nullable(),
})
export type PublicFace = z.output<typeof PublicFace>

const request = z.strictObject({ requestId: id('req') })

export const getPublicFace = endpoint({
  method: 'GET',
  path: '/requests/:requestId/portal',
  summary: 'What the portal shows of a request; what it would show where it is not public',
  access: 'requests:read',
  params: request,
  response: PublicFace,
})

export const putPublicFace = endpoint({
  method: 'PUT',
  path: '/requests/:requestId/portal',
  summary: 'Show a request on the portal in these words, or no longer',
  access: 'requests:manage',
  params: request,
  body: z.strictObject({
    isPublic: z.boolean(),
    title: line(longest.title),
    text: line(longest.text).nullish(),
    note: line(1000).nullish().meta({ description: 'What we say about where it stands.' }),
    when: line(40).nullish().meta({ description: 'When it may come, in our words, such as “early 2038”.' }),
  }),
  response: PublicFace,
})

const Author = z.object({ id: idOut('ct'), name: z.string().nullable(), account: z.string().nullable() })

/** An idea as it was posted on the portal. */
export const PostedIdea = z.object({
  id: idOut('idea'),
  title: z.string(),
  text: z.string().nullable(),
  importance: count,
  state: z.enum(['held', 'published', 'refused']),
  board: z.string().nullable(),
  author: Author,
  feedbackId: idOut('fb'),
  requestId: idOut('req').nullable(),
  postedAt: z.string(),
})
export type PostedIdea = z.output<typeof PostedIdea>

export const listPostedIdeas = endpoint({
  method: 'GET',
  path: '/portal/ideas',
  summary: 'Ideas that customers posted on the portal, the newest first',
  access: 'requests:read',
  query: z.strictObject({ state: PostedIdea.shape.state.default('held'), ...pageQuery }),
  response: page(PostedIdea),
})

const idea = z.strictObject({ ideaId: id('idea') })

export const publishIdea = endpoint({
  method: 'POST',
  path: '/portal/ideas/:ideaId/publish',
  summary: 'Publish an idea as a new public request, or as a voice for one that asks for the same',
  access: 'requests:write',
  params: idea,
  body: z
    .strictObject({
      title: line(longest.title)
        .optional()
        .meta({ description: 'The public title; the one it was posted with when not given.' }),
      text: line(longest.text).nullish(),
      requestId: id('req').optional().meta({ description: 'The request that asks for the same.' }),
    })
    .refine((body) => body.requestId === undefined || (body.title === undefined && body.text === undefined), {
      path: ['title'],
      message: 'belongs to a new request: give either words or requestId',
    }),
  response: PostedIdea,
})

export const refuseIdea = endpoint({
  method: 'POST',
  path: '/portal/ideas/:ideaId/refuse',
  summary: 'Do not show an idea; what was said stays in the inbox',
  access: 'requests:write',
  params: idea,
  response: PostedIdea,
})

export const PortalComment = z.object({
  id: idOut('cmt'),
  requestId: idOut('req'),
  requestTitle: z.string(),
  text: z.string(),
  state: z.enum(['held', 'published', 'removed']),
  heldFor: z.enum(['all', 'first', 'links']).nullable(),
  /** null: one of us wrote it */
  author: Author.nullable(),
  member: z.string().nullable(),
  postedAt: z.string(),
})
export type PortalComment = z.output<typeof PortalComment>

export const listPortalComments = endpoint({
  method: 'GET',
  path: '/portal/comments',
  summary: 'Comments on the portal, the newest first',
  access: 'requests:read',
  query: z.strictObject({
    state: PortalComment.shape.state.default('held'),
    request: id('req').optional(),
    ...pageQuery,
  }),
  response: page(PortalComment),
})

export const decideComment = endpoint({
  method: 'POST',
  path: '/portal/comments/:commentId/decide',
  summary: 'Show a comment, or remove it',
  access: 'requests:write',
  params: z.strictObject({ commentId: id('cmt') }),
  body: z.strictObject({ state: z.enum(['published', 'removed']) }),
  response: PortalComment,
})

export const answerIdea = endpoint({
  method: 'POST',
  path: '/requests/:requestId/portal/comments',
  summary: 'Answer below an idea, as the team',
  access: 'requests:write',
  params: request,
  body: z.strictObject({ text: line(longest.comment) }),
  response: PortalComment,
  status: 201,
})

export const countPortal = endpoint({
  method: 'GET',
  path: '/portal/counts',
  summary: 'How much on the portal waits for a member; counting stops at 1,000',
  access: 'requests:read',
  response: z.object({ ideas: count, comments: count }),
})
