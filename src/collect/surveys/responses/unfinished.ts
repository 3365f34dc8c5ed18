import { storedSurvey } from '#collect/surveys/queries.ts'
import { count } from '#collect/surveys/responses/answers.ts'
import { type StoredResponse, storedColumns } from '#collect/surveys/responses/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** A stranger went away after the first press of a link: what they pressed counts, without a name. */
export async function countUnfinished(ctx: Ctx, responseId: string): Promise<void> {
  const response = await ctx.db.maybe<StoredResponse>(sql`
    update responses set is_provisional = false, provisional_reason = null
    where workspace_id = ${ctx.workspaceId} and id = ${responseId} and provisional_reason = 'unfinished'
    returning ${storedColumns}`)
  if (response) await count(ctx, await storedSurvey(ctx, response.survey_id), response)
}
