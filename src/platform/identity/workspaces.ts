import { calendarSetting } from '#platform/calendar/commands.ts'
import { isZone } from '#platform/calendar/zones.ts'
import type { Role } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import type { Membership } from '#platform/identity/contract.ts'
import { memberJoined, workspaceCreated } from '#platform/identity/events.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { putSetting } from '#platform/settings/settings.ts'

/** A name as it stands in addresses: `Larkfield GmbH` becomes `larkfield-gmbh`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30)
    .replace(/-+$/, '')
  return slug || 'workspace'
}

/** Creates a workspace with its owner and, through `workspace.created`, everything the modules put into a new one. */
export async function createWorkspaceFor(
  door: Door,
  person: { userId: string; name: string; email: string },
  workspace: { name: string; start: 'empty' | 'demo'; zone?: string | undefined },
): Promise<Membership & { workspaceId: string }> {
  const base = slugOf(workspace.name)
  for (let attempt = 1; attempt <= 50; attempt++) {
    const slug = attempt === 1 ? base : `${base}-${attempt}`
    try {
      return await create(door, person, { ...workspace, slug })
    } catch (error) {
      if (violatedConstraint(error) !== 'workspaces_slug_unique') throw error
    }
  }
  throw new AppError(
    'conflict',
    'workspace.name_taken',
    'Too many workspaces have this name. Choose another one.',
  )
}

async function create(
  door: Door,
  person: { userId: string; name: string; email: string },
  workspace: { name: string; slug: string; start: 'empty' | 'demo'; zone?: string | undefined },
) {
  const workspaceId = newId()
  const memberId = newId()
  await door.inWorkspace(
    workspaceId,
    { kind: 'member', id: memberId, userId: person.userId, role: 'owner' },
    async (ctx) => {
      await ctx.db.run(sql`
      insert into workspaces (id, slug, name, is_demo, created_at)
      values (${workspaceId}, ${workspace.slug}, ${workspace.name}, ${workspace.start === 'demo'}, ${ctx.now()})`)
      await ctx.db.run(sql`
      insert into members (workspace_id, id, user_id, name, email, role, created_at)
      values (${workspaceId}, ${memberId}, ${person.userId}, ${person.name}, ${person.email}, 'owner', ${ctx.now()})`)
      // The browser's zone; an unknown one leaves the default, which Settings, Calendar shows.
      if (workspace.zone !== undefined && isZone(workspace.zone))
        await putSetting(ctx, calendarSetting, { zone: workspace.zone })
      await ctx.emit(workspaceCreated, { subjectId: workspaceId, payload: { start: workspace.start } })
      await ctx.emit(memberJoined, { subjectId: memberId, payload: { role: 'owner' } })
    },
  )
  return {
    workspaceId,
    slug: workspace.slug,
    name: workspace.name,
    isDemo: workspace.start === 'demo',
    memberId: encodeId('mem', memberId),
    role: 'owner' as Role,
  }
}
