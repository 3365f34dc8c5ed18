import { questionChanged } from '#analyze/questions/events.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Emitted, projection } from '#platform/events/event.ts'

type Unsplit = Emitted<{ themeId: string; partIds: string[] }>

export const projections = [
  // The parts of a theme go: what they were evidence for, and what follows from an answer, is the theme's again.
  projection('theme.unsplit', async (ctx: Ctx, { payload: { themeId, partIds } }: Unsplit) => {
    const ws = ctx.workspaceId
    await ctx.db.run(sql`
      delete from hypothesis_evidence e where e.workspace_id = ${ws} and e.theme_id = any(${partIds}::uuid[])
        and exists (select from hypothesis_evidence o where o.workspace_id = ${ws} and o.hypothesis_id = e.hypothesis_id
          and (o.theme_id = ${themeId} or (o.theme_id = any(${partIds}::uuid[]) and o.id < e.id)))`)
    await ctx.db.run(sql`
      update hypothesis_evidence set theme_id = ${themeId} where workspace_id = ${ws} and theme_id = any(${partIds}::uuid[])`)
    await ctx.db.run(sql`
      update question_answers set follows_theme_id = ${themeId} where workspace_id = ${ws} and follows_theme_id = any(${partIds}::uuid[])`)
  }),
  // Questions of somebody who leaves go to their successor; without one they have no owner.
  projection('member.removed', async (ctx: Ctx, event: Emitted<{ toMemberId: string | null }>) => {
    const moved = await ctx.db.many<{ id: string }>(sql`
      update questions set owner_member_id = ${event.payload.toMemberId}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and owner_member_id = ${event.subjectId} returning id`)
    await ctx.emitAll(
      questionChanged,
      moved.map(({ id }) => ({ subjectId: id, payload: { questionId: id, fields: ['owner'] } })),
    )
  }),
]
