import { z } from 'zod'
import { CalendarSetting } from '#platform/calendar/contract.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

/** What a case can be about and a member can know: a word that cases, teams and members share. */
export const Area = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/, 'is a word such as implementation')
export const Areas = z.array(Area).max(20)

/** People who take the same cases. Playbooks name a team by its key; routing then chooses who of it. */
export const Team = z.object({
  id: idOut('team'),
  key: z.string(),
  name: z.string(),
  areas: z.array(z.string()),
  members: z.array(z.object({ id: idOut('mem'), name: z.string() })),
  /** zone, hours and holidays of its own; null: those of the workspace */
  calendar: CalendarSetting.nullable(),
  createdAt: z.string(),
})
export type Team = z.output<typeof Team>

const name = z.string().trim().min(1, 'is empty').max(80)
const changes = {
  areas: Areas.optional(),
  memberIds: z.array(id('mem')).max(200).optional(),
  calendar: CalendarSetting.nullish(),
}
const one = z.strictObject({ teamId: id('team') })

export const listTeams = endpoint({
  method: 'GET',
  path: '/teams',
  summary: 'The teams of this workspace with their members, areas and hours',
  access: 'members:read',
  response: z.object({ data: z.array(Team) }),
})

export const createTeam = endpoint({
  method: 'POST',
  path: '/teams',
  summary: 'Make a team; playbooks name it by its key, which is made from the name when left out',
  access: 'members:manage',
  body: z.strictObject({
    name,
    key: z
      .string()
      .max(60)
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is written in small letters, digits and hyphens')
      .optional(),
    ...changes,
  }),
  response: Team,
  status: 201,
})

export const changeTeam = endpoint({
  method: 'PATCH',
  path: '/teams/:teamId',
  summary: 'Change a team; absent fields stay, the key always does',
  access: 'members:manage',
  params: one,
  body: z.strictObject({ name: name.optional(), ...changes }),
  response: Team,
})

export const removeTeam = endpoint({
  method: 'DELETE',
  path: '/teams/:teamId',
  summary: 'Remove a team; its members stay, playbooks that name it find nobody there',
  access: 'members:manage',
  params: one,
})
