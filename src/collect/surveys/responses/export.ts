import { stringify } from 'csv-stringify/sync'
import type * as contract from '#collect/surveys/responses/contract.ts'
import {
  type AnswerRow,
  groupOf,
  newestResponses,
  type ResponseRow,
  wordingOf,
} from '#collect/surveys/responses/queries.ts'
import { saidOf } from '#collect/surveys/said.ts'
import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/endpoint.ts'
import { csvStream, safeCell } from '#platform/http/csv.ts'
import type { Visit } from '#platform/http/on.ts'
import { encodeId } from '#platform/ids.ts'

const columns = [
  'response_id',
  'survey',
  'survey_version',
  'wave_id',
  'contact_id',
  'contact',
  'account_id',
  'account',
  'channel',
  'segment',
  'plan',
  'owner',
  'language',
  'score',
  'group',
  'negative',
  'provisional',
  'may_contact',
  'submitted_at',
  'completed_at',
  'question',
  'wording',
  'number',
  'choice',
  'words',
  'said',
  'answer_negative',
]

const batchSize = 1000

async function batch(
  ctx: Ctx,
  filter: Input<typeof contract.exportResponses>,
  after: ResponseRow | undefined,
) {
  const before = after && { at: after.submitted_at.toISOString(), id: after.id }
  const responses = await newestResponses(ctx, filter, before, batchSize)
  const lines = responses.flatMap((row) => row.answers.map((answer) => line(row, answer)))
  return { text: stringify(lines), last: responses.length < batchSize ? undefined : responses.at(-1) }
}

function line(row: ResponseRow, answer: AnswerRow): string[] {
  const id = (prefix: string, uuid: string | null) => (uuid === null ? '' : encodeId(prefix, uuid))
  return [
    id('rsp', row.id),
    safeCell(row.survey_key),
    String(row.survey_version),
    id('wave', row.wave_id),
    id('ct', row.contact_id),
    safeCell(row.contact_name),
    id('acct', row.account_id),
    safeCell(row.account_name),
    row.channel,
    safeCell(row.segment),
    safeCell(row.plan),
    safeCell(row.owner_name),
    safeCell(row.language),
    row.score === null ? '' : String(row.score),
    groupOf(row) ?? '',
    String(row.is_negative),
    String(row.is_provisional),
    String(row.may_contact),
    row.submitted_at.toISOString(),
    row.completed_at?.toISOString() ?? '',
    safeCell(answer.key),
    safeCell(wordingOf(row, answer.wording)),
    answer.number === null ? '' : String(answer.number),
    safeCell(answer.choices.join(' ')),
    safeCell(answer.words),
    safeCell(saidOf(answer)),
    String(answer.is_negative),
  ]
}

/** Answers as CSV, streamed in batches: one row for each answer to a question, with every field of the response. */
export async function exportResponses(
  { door, caller }: Visit,
  filter: Input<typeof contract.exportResponses>,
): Promise<Response> {
  const inWorkspace = <T>(work: (ctx: Ctx) => Promise<T>) =>
    door.inWorkspace(caller.workspaceId!, caller.actor, work)
  async function* pieces() {
    yield `\uFEFF${stringify([columns])}`
    let after: ResponseRow | undefined
    do {
      const { text, last } = await inWorkspace((ctx) => batch(ctx, filter, after))
      after = last
      yield text
    } while (after)
  }
  return csvStream('answers.csv', pieces())
}
