import { z } from 'zod'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

export const Urgency = z.enum(['urgent', 'normal'])

/** One thing a member is told. */
export const Notice = z.object({
  id: idOut('ntc'),
  /** what happened: case.opened, step.late, … */
  kind: z.string(),
  text: z.string(),
  /** where it is answered, below the workspace: cases/case_… */
  link: z.string(),
  urgency: Urgency,
  createdAt: z.string(),
  readAt: z.string().nullable(),
})
export type Notice = z.output<typeof Notice>

export const listNotices = endpoint({
  method: 'GET',
  path: '/notices',
  summary: 'What you were told, newest first',
  access: 'member',
  query: z.strictObject({ unread: z.stringbool().optional(), ...pageQuery }),
  response: page(Notice),
})

export const countNotices = endpoint({
  method: 'GET',
  path: '/notices/count',
  summary: 'How many notices you have not read; counting stops at 100',
  access: 'member',
  response: z.object({ unread: z.number(), urgent: z.number() }),
})

export const readNotices = endpoint({
  method: 'POST',
  path: '/notices/read',
  summary: 'Mark notices as read: the given ones, or all up to now',
  access: 'member',
  body: z.strictObject({ ids: z.array(id('ntc')).max(100).optional() }),
  response: z.object({ read: z.number() }),
})

const When = z.enum(['at_once', 'daily', 'never'])

/** How a member is told by mail. The bell tells everything at once. */
export const NoticePreferences = z.strictObject({
  urgent: When.default('at_once'),
  normal: When.default('daily'),
  /** minutes after midnight in the workspace's zone */
  dailyMinute: z.number().int().min(0).max(1439).default(480),
})
export type NoticePreferences = z.output<typeof NoticePreferences>

export const getNoticePreferences = endpoint({
  method: 'GET',
  path: '/notices/preferences',
  summary: 'How you are told by mail',
  access: 'member',
  response: NoticePreferences,
})

export const putNoticePreferences = endpoint({
  method: 'PUT',
  path: '/notices/preferences',
  summary: 'Choose how you are told by mail',
  access: 'member',
  body: NoticePreferences,
  response: NoticePreferences,
})
