import { summaryOf } from '#collect/feedback/rules.ts'
import { quarterName } from '#measure/metrics/rules.ts'
import type { Occurrence } from '#measure/quality/contract.ts'
import type { Kept } from '#measure/quality/counting.ts'
import type { Subject } from '#measure/quality/rules.ts'
import { nightOf } from '#measure/retention/judging.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { type Kind, kindWords } from '#prioritize/reviews/rules.ts'

interface Face {
  title: string
  to: string | null
}

/** Occurrences as people read them: what each was about, and the page that shows it. */
export async function faced(ctx: Ctx, subject: Subject, rows: readonly Kept[]): Promise<Occurrence[]> {
  const [faces, people] = await Promise.all([facesOf(ctx, subject, rows), peopleOf(ctx, rows)])
  return rows.map((row) => {
    const face = faces.get(`${row.subject_id} ${row.part}`) ?? faces.get(row.subject_id)
    const person = row.contact_id ? people.get(row.contact_id) : undefined
    return {
      title: face?.title ?? 'It was erased since',
      to: face?.to ?? null,
      contact: person ? { id: encodeId('ct', person.id), name: person.name } : null,
      account: person?.account_id ? { id: encodeId('acct', person.account_id), name: person.account! } : null,
      from: row.from_at.toISOString(),
      due: row.due_at.toISOString(),
      met: row.met_at?.toISOString() ?? null,
      verdict: row.verdict,
      reason: row.reason,
    }
  })
}

async function peopleOf({ db, workspaceId: ws }: Ctx, rows: readonly Kept[]) {
  const people = await db.many<{
    asked: string
    id: string
    name: string
    account_id: string | null
    account: string | null
  }>(sql`
    select o.id as asked, c.id, coalesce(c.name, c.email, 'Without a name') as name, a.id as account_id, a.name as account
    from contacts o
    join contacts c on c.workspace_id = ${ws} and c.id = root_id(o.merged_into_id, o.id)
    left join accounts b on b.workspace_id = ${ws} and b.id = c.account_id
    left join accounts a on a.workspace_id = ${ws} and a.id = root_id(b.merged_into_id, b.id)
    where o.workspace_id = ${ws} and o.id = any(${rows.flatMap((row) => row.contact_id ?? [])}::uuid[])`)
  return new Map(people.map((one) => [one.asked, one]))
}

async function facesOf(
  { db, workspaceId: ws }: Ctx,
  subject: Subject,
  rows: readonly Kept[],
): Promise<Map<string, Face>> {
  const ids = [...new Set(rows.map((row) => row.subject_id))]
  switch (subject) {
    case 'item': {
      const items = await db.many<{ id: string; title: string | null; verbatim: string }>(sql`
        select id, title, left(verbatim, 400) as verbatim from feedback_items where workspace_id = ${ws} and id = any(${ids}::uuid[])`)
      return new Map(
        items.map((one) => [
          one.id,
          { title: summaryOf(one.title, one.verbatim, 120), to: `inbox/${encodeId('fb', one.id)}` },
        ]),
      )
    }
    case 'answer': {
      const answers = await db.many<{
        id: string
        score: number | null
        survey_id: string
        survey: string
        case_id: string | null
        feedback_id: string | null
      }>(sql`
        select r.id, r.score, s.id as survey_id, s.name as survey,
          (select x.case_id from case_answers x where x.workspace_id = ${ws} and x.response_id = r.id order by x.id limit 1) as case_id,
          (select f.id from feedback_items f where f.workspace_id = ${ws} and f.response_id = r.id order by f.id limit 1) as feedback_id
        from responses r join surveys s on s.workspace_id = ${ws} and s.id = r.survey_id
        where r.workspace_id = ${ws} and r.id = any(${ids}::uuid[])`)
      return new Map(
        answers.map((one) => [
          one.id,
          {
            title: one.score === null ? `Answer to ${one.survey}` : `${one.score} to ${one.survey}`,
            to: one.case_id
              ? `cases/${encodeId('case', one.case_id)}`
              : one.feedback_id
                ? `inbox/${encodeId('fb', one.feedback_id)}`
                : `surveys/${encodeId('srv', one.survey_id)}/answers?negative=true`,
          },
        ]),
      )
    }
    case 'case': {
      const cases = await db.many<{
        id: string
        title: string
        step_id: string | null
        step: string | null
      }>(sql`
        select k.id, k.title, s.id as step_id, s.title as step from cases k
        left join case_steps s on s.workspace_id = ${ws} and s.case_id = k.id
          and s.id = any(${rows.flatMap((row) => (row.part === '' ? [] : [row.part]))}::uuid[])
        where k.workspace_id = ${ws} and k.id = any(${ids}::uuid[])`)
      return new Map(
        cases.map((one) => [
          one.step_id ? `${one.id} ${one.step_id}` : one.id,
          {
            title: one.step ? `${one.step}: ${one.title}` : one.title,
            to: `cases/${encodeId('case', one.id)}`,
          },
        ]),
      )
    }
    case 'invitation': {
      const waves = await db.many<{ id: string; wave_id: string; name: string }>(sql`
        select i.id, w.id as wave_id, w.name from invitations i
        join waves w on w.workspace_id = ${ws} and w.id = i.wave_id
        where i.workspace_id = ${ws} and i.id = any(${ids}::uuid[])`)
      return new Map(
        waves.map((one) => [one.id, { title: one.name, to: `waves/${encodeId('wave', one.wave_id)}` }]),
      )
    }
    case 'request': {
      const requests = await db.many<{ id: string; title: string }>(sql`
        select id, title from requests where workspace_id = ${ws} and id = any(${ids}::uuid[])`)
      return new Map(
        requests.map((one) => [
          one.id,
          { title: one.title, to: `requests/${encodeId('req', one.id)}?tell=1` },
        ]),
      )
    }
    case 'review': {
      const reviews = await db.many<{ id: string; kind: Kind; state: string }>(sql`
        select id, kind, state from reviews where workspace_id = ${ws} and id = any(${ids}::uuid[])`)
      return new Map(
        reviews.map((one) => [
          one.id,
          { title: `${kindWords[one.kind]}, ${one.state}`, to: `reviews/${encodeId('rvw', one.id)}` },
        ]),
      )
    }
    case 'playbook': {
      const playbooks = await db.many<{ id: string; key: string; title: string }>(sql`
        select id, key, title from playbooks where workspace_id = ${ws} and id = any(${ids}::uuid[])`)
      return new Map(playbooks.map((one) => [one.id, { title: one.title, to: `playbooks/${one.key}` }]))
    }
    case 'workspace':
      return new Map(
        rows.map((row) => [
          `${row.subject_id} ${row.part}`,
          nightOf(row.part)
            ? { title: `Retention on ${nightOf(row.part)}`, to: 'retention' }
            : { title: `NPS in ${quarterName(row.part)}`, to: 'programmes' },
        ]),
      )
  }
}
