import { copyFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { describe, expect, test } from 'vitest'
import { examineFile, uploadName } from '../read/source.ts'
import { profileColumn } from './profile.ts'
import { type Proposal, proposeMapping } from './propose.ts'

const now = new Date('2026-11-22T10:00:00Z')
const datasets = new URL('../../../../../shared/datasets/', import.meta.url).pathname

async function propose(name: string, content: string | Buffer) {
  const folder = mkdtempSync(join(tmpdir(), 'hearback-propose-'))
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

/** Published sets that are not part of the repository; without them there is nothing to try. */
function dataset(name: string): string | undefined {
  const path = join(datasets, name, `${name}.jsonl`)
  if (existsSync(path)) return path
  console.log(`skipped: ${name}.jsonl is not beside the repository (../shared/datasets)`)
  return undefined
}

function asCsv(path: string): string {
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
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

  for (const form of ['jsonl', 'csv'] as const) {
    test(`fits the app reviews of type-urr as ${form}`, async (t) => {
      const path = dataset('type-urr')
      if (!path) return t.skip('the data set is not there')
      const { by, examined } = await propose(
        `type-urr.${form}`,
        form === 'csv' ? asCsv(path) : readFileSync(path),
      )
      expect(examined).toMatchObject({ rows: 1579, isExact: true })
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

    test(`fits the tweets of sentiment-airline-tweets as ${form}, day numbers included`, async (t) => {
      const path = dataset('sentiment-airline-tweets')
      if (!path) return t.skip('the data set is not there')
      const { by, examined } = await propose(
        `tweets.${form}`,
        form === 'csv' ? asCsv(path) : readFileSync(path),
      )
      expect(examined.rows).toBe(14485)
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

  test('copes with every published set', async (t) => {
    if (!dataset('type-urr')) return t.skip('the data sets are not there')
    for (const name of [
      'raw-nsmc-korean',
      'themes-clap-rq3',
      'type-nlbse24-train',
      'aspects-aware',
      'dup-openoffice',
    ]) {
      const folder = mkdtempSync(join(tmpdir(), 'hearback-propose-'))
      copyFileSync(dataset(name)!, join(folder, uploadName))
      const { by } = await proposalFor(folder, `${name}.jsonl`)
      expect(by.text?.field, name).toBe('verbatim')
      if (by.date) expect(by.date.field, name).toBe('occurredAt')
    }
  })
})
