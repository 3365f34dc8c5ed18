import { z } from 'zod'
import { words } from '#act/touchpoints/contract.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

/** A saved text for replies. `{{first_name}}`, `{{my_name}}` and `{{our_name}}` fill themselves, other slots are written in. */
export const Macro = z.object({
  id: idOut('mac'),
  title: z.string(),
  body: z.string(),
  isShared: z.boolean(),
  /** whether whoever asks may change it */
  mayChange: z.boolean(),
})
export type Macro = z.output<typeof Macro>

const one = z.strictObject({ macroId: id('mac') })
const title = z.string().trim().min(1, 'is empty').max(80)
const body = words(10_000, 'the text')

export const listMacros = endpoint({
  method: 'GET',
  path: '/macros',
  summary: 'Saved texts for replies, your own and shared ones, by title; at most 500',
  access: 'updates:read',
  response: z.object({ data: z.array(Macro) }),
})

export const createMacro = endpoint({
  method: 'POST',
  path: '/macros',
  summary: 'Save a text for replies, for yourself or, as a manager, for everybody',
  access: 'updates:write',
  body: z.strictObject({ title, body, isShared: z.boolean().default(false) }),
  response: Macro,
  status: 201,
})

export const changeMacro = endpoint({
  method: 'PATCH',
  path: '/macros/:macroId',
  summary: 'Change the title or text of a saved text',
  access: 'updates:write',
  params: one,
  body: z.strictObject({ title: title.optional(), body: body.optional() }),
  response: Macro,
})

export const deleteMacro = endpoint({
  method: 'DELETE',
  path: '/macros/:macroId',
  summary: 'Delete a saved text; what was written with it stays',
  access: 'updates:write',
  params: one,
})
