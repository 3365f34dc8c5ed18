import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { text } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'

const fields = {
  name: text(80).trim().min(1, 'is empty; give the form a name'),
  title: text(120).trim(),
  intro: text(500).trim(),
  thanks: text(500).trim(),
  product: text(60).trim().nullable().meta({ description: 'The code of the product area its items get' }),
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
  response: z.object({
    data: z.array(Form),
    /** the product areas that a form can be of, in the order of their tree */
    areas: z.array(z.object({ code: z.string(), path: z.string() })),
  }),
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
