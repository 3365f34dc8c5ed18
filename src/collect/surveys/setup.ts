import { fileURLToPath } from 'node:url'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Projection, projection } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'
import { readTemplates } from '#platform/templates/read.ts'
import type { Slot } from '#platform/templates/rules.ts'

const library = readTemplates(fileURLToPath(new URL('./library/', import.meta.url)))
const invitation = library.get('surveys/nps-invitation')!

/** The slots that the wording of a survey and its mail may use. */
export const surveySlots: Readonly<Record<string, Slot>> = invitation.slots

const questions = [
  {
    key: 'score',
    kind: 'nps',
    wording: 'How likely are you to recommend {{brand.name}} to a colleague at another organisation?',
    low_label: 'Not at all likely',
    high_label: 'Extremely likely',
    choices: [],
    is_required: true,
  },
  {
    key: 'reason',
    kind: 'choice',
    wording: 'What is the main reason for your score?',
    low_label: null,
    high_label: null,
    choices: [
      { key: 'missing', label: 'Something is missing' },
      { key: 'hard_to_use', label: 'Something is hard to use' },
      { key: 'support', label: 'Support' },
      { key: 'price', label: 'Price' },
      { key: 'works_well', label: 'It works well for us' },
      { key: 'other', label: 'Another reason' },
    ],
    is_required: false,
  },
  {
    key: 'words',
    kind: 'text',
    wording: 'What should we change or keep?',
    low_label: null,
    high_label: null,
    choices: [],
    is_required: false,
  },
  {
    key: 'contact',
    kind: 'consent',
    wording: 'You may contact me about this answer',
    low_label: null,
    high_label: null,
    choices: [],
    is_required: false,
  },
].map((question, position) => ({ ...question, position }))

/** The NPS survey that every workspace starts with; done twice, it is there once. Answers its id. */
export async function createNpsSurvey(ctx: Ctx): Promise<string> {
  const id = newId()
  const made = await ctx.db.run(sql`
    insert into surveys (workspace_id, id, key, name, kind, language, mail_subject, mail_intro, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, 'nps', 'NPS', 'nps', 'en', ${invitation.subject}, ${invitation.body}, ${ctx.now()}, ${ctx.now()})
    on conflict (workspace_id, key) do nothing`)
  if (made === 0) {
    return (
      await ctx.db.one<{ id: string }>(
        sql`select id from surveys where workspace_id = ${ctx.workspaceId} and key = 'nps'`,
      )
    ).id
  }
  const rows = questions.map((question) => ({ ...question, id: newId() }))
  await ctx.db.run(sql`
    insert into survey_questions (workspace_id, id, survey_id, key, kind, position, wording, low_label, high_label, choices, is_required)
    select ${ctx.workspaceId}::uuid, id, ${id}::uuid, key, kind, position, wording, low_label, high_label, choices, is_required
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, key text, kind text, position int, wording text,
      low_label text, high_label text, choices jsonb, is_required boolean)`)
  return id
}

/** A new workspace can send its first NPS wave at once. */
export const setupProjections: Projection[] = [
  projection('workspace.created', async (ctx) => {
    await createNpsSurvey(ctx)
  }),
]
