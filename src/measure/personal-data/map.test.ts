import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { afterFile } from '#platform/testing/after-file.ts'
import { createTestDatabase } from '#platform/testing/cluster.ts'

// What is not in the map although it points to a person or to what they said, and why.
const exceptions: Record<string, string> = {
  counted_invitations: 'sums: an id and codes',
  counted_responses: 'sums: ids and codes, no words',
  feedback_form_items: 'by which form an item came',
  highlights: 'which item was said in which talk; the words stand in the item',
  inbox_reads: 'which colleague has read an item',
  item_tags: 'tags of an item',
  loop_marks: 'ids of items to be counted',
  outside_call_items: 'which items a call quotes; the words stand in the call',
  theme_evidence: 'which item a note rests on; the words stand in the item',
  absence_steps: 'who stood in for whom',
  case_watchers: 'colleagues who watch a case',
  signal_alerts: 'alerts on an account, with figures',
}

let client: pg.Client
beforeAll(async () => {
  const database = await createTestDatabase()
  client = new pg.Client(database.connections.owner)
  await client.connect()
  afterFile(async () => {
    await client.end()
    await database.drop()
  })
})

const names = async (query: string) =>
  (await client.query<{ name: string }>(query)).rows.map(({ name }) => name)

test('whatever points to a person, or to what they said, is in the map of personal data or an exception with a reason', async () => {
  const pointing = await names(`
    select distinct c.relname as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where c.relkind in ('r', 'p') and (
      exists (select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and (
        a.attname ~ '(^|_)(contact|feedback|response|case|invitation|inbound_mail|sms_reply|mail)_id$'
        or a.attname in ('email', 'to_address', 'from_address', 'to_number', 'from_number', 'phone', 'number_e164', 'verbatim', 'voter_id', 'visitor_hash')))
      or exists (select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.confrelid::regclass::text
        in ('contacts', 'feedback_items', 'inbox_items', 'cases', 'responses', 'invitations', 'inbound_mails', 'sms_replies', 'mails')))
    order by 1`)
  const mapped = new Set(await names('select name from personal_data'))
  const ours = ['join_links', 'members']
  expect(pointing.length).toBeGreaterThan(50)
  expect(
    pointing.filter((name) => !mapped.has(name) && !ours.includes(name) && !exceptions[name]),
    'tables that no erasure knows: add them to personal_data in their migration (docs/personal-data.md)',
  ).toEqual([])
})

test('what the map names is there: tables, columns, and conditions that can be asked', async () => {
  const { rows } = await client.query<{
    name: string
    scrubs: string[]
    hides: string[]
    mine: string | null
    sets: string | null
  }>('select name, scrubs, hides, mine, sets from personal_data order by place')
  for (const { name, scrubs, hides, mine, sets } of rows) {
    const columns = await names(
      `select attname as name from pg_attribute where attrelid = 'public.${name}'::regclass and attnum > 0 and not attisdropped`,
    )
    expect(columns, name).toEqual(expect.arrayContaining([...scrubs, ...hides]))
    const given = (text: string) =>
      text.replace(/\$(\d+)/g, (_, n: string) =>
        n === '1'
          ? 'gen_random_uuid()'
          : n === '9'
            ? 'now()'
            : /^([237]|4)$/.test(n)
              ? `'{}'::uuid[]`
              : `'{}'::text[]`,
      )
    if (mine) await client.query(`select from public.${name} t where ${given(mine)}`)
    if (sets) await client.query(`explain update public.${name} t set ${given(sets)} where ${given(mine!)}`)
  }
})
