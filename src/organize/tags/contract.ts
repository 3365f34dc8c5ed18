import { z } from 'zod'
import { families, priorities, tagGroups } from '#organize/tags/rules.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const words = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(max, `is longer than ${max} characters`)
    .refine((value) => !value.includes('\u0000'), 'holds a NUL character; remove it')

export const TypeCode = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9_]*$/, 'is a type code: small letters, digits and _')
export const Priority = z.enum(priorities)
export const TagGroup = z.enum(tagGroups)

export const Tag = z.object({
  id: idOut('tag'),
  name: z.string(),
  group: TagGroup,
  isArchived: z.boolean(),
})
export type Tag = z.output<typeof Tag>

export const Area = z.object({
  id: idOut('area'),
  code: z.string(),
  name: z.string(),
  parentId: idOut('area').nullable(),
  ownerId: idOut('mem').nullable(),
  isArchived: z.boolean(),
})
export type Area = z.output<typeof Area>

export const TypeDefinition = z.strictObject({
  code: TypeCode,
  label: words(60),
  family: z.enum(families),
  isShown: z.boolean().default(true),
})
export const PriorityDefinition = z.strictObject({
  code: Priority,
  label: words(60),
  hint: z.string().trim().max(120).default(''),
})

/** Everything a person chooses from at triage. */
export const Categories = z.object({
  types: z.array(TypeDefinition),
  priorities: z.array(PriorityDefinition),
  areas: z.array(Area),
  tags: z.array(Tag),
})
export type Categories = z.output<typeof Categories>

export const getCategories = endpoint({
  method: 'GET',
  path: '/categories',
  summary: 'Types, priorities, product areas and tags of the workspace',
  access: 'feedback:read',
  response: Categories,
})

export const putTypes = endpoint({
  method: 'PUT',
  path: '/categories/types',
  summary: 'Rename, hide, order and add types; the seven built-in ones cannot be left out',
  access: 'settings:manage',
  body: z.strictObject({ types: z.array(TypeDefinition).min(1).max(40) }),
  response: z.object({ types: z.array(TypeDefinition) }),
})

export const putPriorities = endpoint({
  method: 'PUT',
  path: '/categories/priorities',
  summary: 'Rename the four priorities',
  access: 'settings:manage',
  body: z.strictObject({ priorities: z.array(PriorityDefinition).length(4) }),
  response: z.object({ priorities: z.array(PriorityDefinition) }),
})

export const createTag = endpoint({
  method: 'POST',
  path: '/tags',
  summary: 'Create a tag; a name that exists answers 200 with that tag',
  access: 'tags:write',
  body: z.strictObject({ name: words(60), group: TagGroup.default('topic') }),
  response: Tag,
  status: 201,
})

export const changeTag = endpoint({
  method: 'PATCH',
  path: '/tags/:tagId',
  summary: 'Rename, regroup or archive a tag',
  access: 'tags:write',
  params: z.strictObject({ tagId: id('tag') }),
  body: z.strictObject({
    name: words(60).optional(),
    group: TagGroup.optional(),
    isArchived: z.boolean().optional(),
  }),
  response: Tag,
})

export const createArea = endpoint({
  method: 'POST',
  path: '/areas',
  summary: 'Create a product area, at the top or below another',
  access: 'tags:manage',
  body: z.strictObject({
    code: z
      .string()
      .trim()
      .max(40)
      .regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]*$/, 'is a code of letters, digits, spaces and . _ -'),
    name: words(80),
    parentId: id('area').nullish(),
    ownerId: id('mem').nullish(),
  }),
  response: Area,
  status: 201,
})

export const changeArea = endpoint({
  method: 'PATCH',
  path: '/areas/:areaId',
  summary: 'Rename, move, give an owner or archive a product area',
  access: 'tags:manage',
  params: z.strictObject({ areaId: id('area') }),
  body: z.strictObject({
    name: words(80).optional(),
    parentId: id('area').nullish(),
    ownerId: id('mem').nullish(),
    isArchived: z.boolean().optional(),
  }),
  response: Area,
})
