import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const words = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `is longer than ${max} characters; shorten it`)
    .refine((text) => !text.includes('\u0000'), 'holds a NUL character, which cannot be stored; remove it')

const fields = {
  name: words(80).min(1, 'is empty; give the form a name'),
  title: words(120),
  intro: words(500),
  thanks: words(500),
  product: words(60).nullable(),
  asksEmail: z.enum(['no', 'optional', 'required']),
  isOn: z.boolean(),
}

/** A public page on which anybody can say something. */
export const Form = z.object({
  id: idOut('form'),
  url: z.string(),
  ...fields,
  itemCount: z.number(),
  lastAt: z.string().nullable(),
  createdAt: z.string(),
})
export type Form = z.output<typeof Form>

export const listForms = endpoint({
  method: 'GET',
  path: '/forms',
  summary: 'Web forms with a link of their own, and how many items each brought',
  access: 'settings:read',
  response: z.object({ data: z.array(Form) }),
})

export const createForm = endpoint({
  method: 'POST',
  path: '/forms',
  summary: 'Make a web form; empty words are those of the product, in the language of the browser',
  access: 'settings:manage',
  body: z.strictObject({
    name: fields.name,
    title: fields.title.default(''),
    intro: fields.intro.default(''),
    thanks: fields.thanks.default(''),
    product: fields.product.default(null),
    asksEmail: fields.asksEmail.default('optional'),
    isOn: fields.isOn.default(true),
  }),
  response: Form,
  status: 201,
})

export const changeForm = endpoint({
  method: 'PATCH',
  path: '/forms/:formId',
  summary: 'Change the words of a web form, or switch it on and off; its link stays',
  access: 'settings:manage',
  params: z.strictObject({ formId: id('form') }),
  body: z.strictObject(fields).partial(),
  response: Form,
})
