import { z } from 'zod'
import { PriorityDefinition, TypeDefinition } from '#organize/tags/contract.ts'
import { defaultPriorities, defaultTypes } from '#organize/tags/rules.ts'
import { setting } from '#platform/settings/settings.ts'

/** The types and priorities of the workspace, with its own labels. */
export const categorySettings = setting(
  'categories',
  z.object({
    types: z.array(TypeDefinition).default([...defaultTypes]),
    priorities: z.array(PriorityDefinition).default([...defaultPriorities]),
  }),
)
