import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { describe, expect, test } from 'vitest'
import { testFolder } from '#platform/testing/folder.ts'
import { examineFile, uploadName } from '../read/source.ts'
import { profileColumn } from './profile.ts'
import { type Proposal, proposeMapping } from './propose.ts'

const now = new Date('2026-11-22T10:00:00Z')

async function propose(name: string, content: string | Buffer) {
  const folder = testFolder()
  writeFileSync(join(folder, uploadName), content)
  return proposalFor(folder, name)
}

async function proposalFor(folder: string, name: string) {
  const examined = await examineFile(folder, name)
  const { columns } = examined.source
  const profiles = columns.map((column, i) =>
    profileColumn(
      column,
      examined.sample.map((row) => row[i] ?? ''),
      now,
    ),
  )
  const proposals = proposeMapping('feedback', profiles)
  return { examined, by: Object.fromEntries(proposals.map((p) => [p.column, p])) as Record<string, Proposal> }
}

const fields = (by: Record<string, Proposal>) =>
  Object.fromEntries(Object.values(by).map((p) => [p.column, p.field]))

/** A few rows in the form of a published set, written for this test. */
const sets = {
  'app reviews with labels': [
    {
      id: 'urr-5789',
      app: 'Sums',
      stars: 4,
      date: '15/01/16',
      text: 'A tile of 4 drops now and then instead of a 2. A bothersome glitch.',
      labels: ['APP USABILITY', 'ERROR'],
    },
    {
      id: 'urr-5790',
      app: 'Sums',
      stars: 2,
      date: '18/01/16',
      text: 'Too easy and too slow. Undoing one move should be enough for everybody.',
      labels: ['FEATURE'],
    },
    {
      id: 'urr-5791',
      app: 'Routes',
      stars: 5,
      date: '02/02/16',
      text: 'Finds the way home even without a network, and saves my battery.',
      labels: [],
    },
  ],
  'posts with day numbers': [
    {
      id: '570306133677760000',
      airline: 'Lark Air',
      text: '@larkair you added commercials to the experience, and it shows.',
      sentiment: 'neutral',
      confidence: 1.0,
      created: 42059.4832407407,
    },
    {
      id: '570301130888122000',
      airline: 'Lark Air',
      text: '@larkair two hours on hold and nobody knows where the bag is',
      sentiment: 'negative',
      reason: 'Lost Luggage',
      confidence: 0.349,
      created: 42059.4694328704,
    },
    {
      id: '570301083672813000',
      airline: 'Tern',
      text: '@tern thank you for the quick answer today, that was great',
      sentiment: 'positive',
      confidence: 0.684,
      created: 42058.4693055556,
    },
  ],
  'film reviews in Korean': [
    { id: '10153697', rating: 10, date: '15.07.28', text: '이 영화를 왜 이제야 봤을까 정말 좋은 작품입니다' },
    { id: '10115308', rating: 9, date: '15.07.18', text: '내용이 좀 어렵긴 한데 화면이 아주 아름답습니다' },
    { id: '10057730', rating: 2, date: '15.06.30', text: '중간에 잠이 들었고 다시 보고 싶지 않습니다' },
  ],
  'reviews with milliseconds': [
    {
      id: 'clap3-0',
      app: 'org.writer',
      stars: 5,
      date: 1396652984904,
      text: 'I love this app but I need to justify my paragraphs.',
      label: 'FEATURE',
      cluster: 'org.writer:C1',
      priority: 'NORMAL',
    },
    {
      id: 'clap3-1',
      app: 'org.writer',
      stars: 3,
      date: 1396707657527,
      text: 'A few options for coloured text would make it better than ever.',
      label: 'FEATURE',
      cluster: 'org.writer:C1',
      priority: 'LOW',
    },
    {
      id: 'clap3-2',
      app: 'org.writer',
      stars: 1,
      date: 1396531257480,
      text: 'It closes by itself whenever I open the second draft.',
      label: 'BUG',
      cluster: 'org.writer:C2',
      priority: 'HIGH',
    },
  ],
  'issues of a code host': [
    {
      id: 'train-0',
      repo: 'lark/web',
      created_at: '2023-08-26 06:33:37',
      title: 'Cannot add node 1 a second time',
      text: '### Steps\n\n1. Run the application\n2. Open it twice\n\nIt stops with an error.',
      label: 'bug',
    },
    {
      id: 'train-1',
      repo: 'lark/web',
      created_at: '2023-07-28 05:16:12',
      title: 'Show the name of the hook',
      text: 'It would help to see which hook a line belongs to.',
      label: 'feature',
    },
    {
      id: 'train-2',
      repo: 'lark/web',
      created_at: '2023-07-13 21:58:31',
      title: 'How is a context read twice?',
      text: 'The documentation says once, and I need it in two places.',
      label: 'question',
    },
  ],
  'sentences with aspects': [
    {
      id: 'ff1746b1-f52b-46a6-a3d4-5b5e44de4804',
      domain: 'productivity',
      app: 'notes',
      stars: 5,
      text: 'Sometimes I write a quick reminder about payments for the parents.',
      category: 'cost',
      term: 'reminder',
      sentiment: 'positive',
    },
    {
      id: '976899b4-a207-4cdd-adde-00a30a4022ab',
      domain: 'productivity',
      app: 'todo',
      stars: 4,
      text: 'It has the best balance of functions and simplicity that I found.',
      category: 'usability',
      term: 'functions',
      sentiment: 'positive',
    },
    {
      id: '482e88f4-3388-432b-af9d-621d973224ab',
      domain: 'games',
      app: 'chess',
      stars: 2,
      text: 'The clock keeps running although the other player has left.',
      category: 'reliability',
      term: 'clock',
      sentiment: 'negative',
    },
  ],
  'reports with duplicates': [
    {
      id: 51,
      group: 52,
      title: 'mailing list does not work',
      text: 'the mailing lists are not working or extremely late, wait for the message of a commit to see it',
    },
    {
      id: 52,
      group: 52,
      title: 'mailing lists do not work',
      text: 'the lists are late by a day, which is as good as not working at all',
    },
    {
      id: 53,
      group: 54,
      title: 'page checked in but not updated',
      text: 'I checked in the page yesterday evening but it still shows the old words',
    },
  ],
} satisfies Record<string, Record<string, unknown>[]>

const asJsonl = (rows: readonly Record<string, unknown>[]) =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('')

function asCsv(rows: readonly Record<string, unknown>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const text = (value: unknown) =>
    Array.isArray(value) ? value.join('; ') : value === undefined || value === null ? '' : String(value)
  return stringify([columns, ...rows.map((row) => columns.map((column) => text(row[column])))])
}

describe('the proposed mapping', () => {
  const helpdesk = [
    'ref;opened_at;customer;contact_mail;kind;subject;text;state;agent_pw_hint',
    'HD-1;14/03/2025 16:05;Almhof Kliniken;reindl@almhof.example;Wunsch;Zahlungsplan pausieren;"Seit dem Umstieg können wir einen Zahlungsplan nicht mehr pausieren.";closed;',
    'HD-2;02/04/2025 09:12;Nordwind AG;kern@nordwind.example;Fehler;Export bricht ab;"Der Export bricht nach der Hälfte ab, immer bei großen Listen.";open;',
    'HD-3;28/04/2025 11:40;Almhof Kliniken;reindl@almhof.example;Frage;Rechte;"Wer darf bei uns neue Nutzer anlegen? Ich finde es nicht.";waiting;',
  ].join('\n')

  test('reads names and values: ids, dates by their order, mail, text, secrets', async () => {
    const { by, examined } = await propose('old-desk.csv', helpdesk)
    expect(examined.source.delimiter).toBe(';')
    expect(fields(by)).toMatchObject({
      ref: 'externalId',
      opened_at: 'occurredAt',
      contact_mail: 'contactEmail',
      subject: 'title',
      text: 'verbatim',
      agent_pw_hint: 'skip',
    })
    expect(by.opened_at).toMatchObject({
      date: 'dmy',
      reason: '2 first parts above 12, so the day comes first',
    })
    expect(by.text!.sure).toBeGreaterThan(90)
    expect(by.agent_pw_hint!.reason).toBe('the name hints at a secret')
  })

  test('leaves a column that could be two things to a person', async () => {
    const { by } = await propose('old-desk.csv', helpdesk)
    expect(by.customer).toMatchObject({ field: 'undecided', reason: 'could be account name or contact name' })
    expect(by.customer!.sure).toBeLessThan(60)
  })

  test('takes ratings with their scale: stars of 5, promoter scores of 10', async () => {
    const { by } = await propose(
      'a.csv',
      'stars,text\n5,Works very well for all of us\n1,Does not start at all any more\n3,It is fine I suppose so far\n',
    )
    expect(by.stars).toMatchObject({ field: 'rating', ratingMax: 5 })
    const nps = await propose(
      'a.csv',
      'Score,Comment\n10,Works very well for all of us\n0,Does not start at all any more\n7,It is fine I suppose so far\n',
    )
    expect(nps.by.Score).toMatchObject({ field: 'rating', ratingMax: 10 })
  })

  test('without a header still finds the text by its values', async () => {
    const { by, examined } = await propose(
      'a.csv',
      '1,The app is slow since the last update,5\n2,I cannot find the export any more,2\n3,Great help from your people today,4\n',
    )
    expect(examined.source.hasHeader).toBe(false)
    expect(by['column 2']!.field).toBe('verbatim')
  })

  test('makes duplicate and empty headers distinct and says so', async () => {
    const { examined } = await propose(
      'a.csv',
      'text,text,,id\nOne thing here,two,three,1\nOther thing here,two,three,2\n',
    )
    expect(examined.source.columns).toEqual(['text', 'text (2)', 'column 3', 'id'])
    expect(examined.notes).toEqual([
      'Two columns are called “text”; the one at place 2 is called “text (2)”.',
      'Column 3 has no name and is called “column 3”.',
    ])
  })

  test('asks about an encoding instead of showing wrong letters', async () => {
    const polish = Buffer.from(
      'id,text\n1,Za\xbf\xf3\xb3\xe6 g\xea\x9cl\xb9 ja\x9f\xf1, dzi\xeakuj\xea\n',
      'latin1',
    )
    const { examined } = await propose('a.csv', polish)
    expect(examined.question?.samples.find((s) => s.encoding === 'windows-1250')?.text).toContain(
      'Zażółć gęślą jaźń, dziękuję',
    )
  })

  test('reads UTF-16 with tabs and Windows-1252 with semicolons as they were meant', async () => {
    const utf16 = Buffer.from('\ufeffid\ttext\n1\tGrüße aus Köln, es läuft\n', 'utf16le')
    const one = await propose('a.csv', utf16)
    expect(one.examined.source).toMatchObject({ encoding: 'utf-16le', delimiter: '\t' })
    expect(one.examined.sample).toEqual([['1', 'Grüße aus Köln, es läuft']])
    const two = await propose(
      'a.csv',
      Buffer.from('id;text\n1;Gr\xfc\xdfe aus K\xf6ln \x96 es l\xe4uft\n', 'latin1'),
    )
    expect(two.examined.question).toBeUndefined()
    expect(two.examined.sample).toEqual([['1', 'Grüße aus Köln – es läuft']])
  })

  for (const [form, write] of Object.entries({ jsonl: asJsonl, csv: asCsv })) {
    test(`fits app reviews with labels as ${form}`, async () => {
      const { by } = await propose(`reviews.${form}`, write(sets['app reviews with labels']))
      expect(fields(by)).toEqual({
        id: 'externalId',
        app: 'product',
        stars: 'rating',
        date: 'occurredAt',
        text: 'verbatim',
        labels: 'tags',
      })
      expect(by.date).toMatchObject({ date: 'dmy' })
      expect(by.stars).toMatchObject({ ratingMax: 5 })
    })

    test(`fits short posts as ${form}, day numbers included`, async () => {
      const { by } = await propose(`posts.${form}`, write(sets['posts with day numbers']))
      expect(fields(by)).toMatchObject({
        id: 'externalId',
        text: 'verbatim',
        created: 'occurredAt',
        reason: 'tags',
        confidence: 'context',
        sentiment: 'context',
      })
      expect(by.created).toMatchObject({ date: 'serial' })
    })
  }

  test.each(Object.entries(sets))('finds text and dates in %s', async (_, rows) => {
    const { by } = await propose('set.jsonl', asJsonl(rows))
    expect(by.text?.field).toBe('verbatim')
    for (const name of ['date', 'created_at']) if (by[name]) expect(by[name].field).toBe('occurredAt')
  })
})
