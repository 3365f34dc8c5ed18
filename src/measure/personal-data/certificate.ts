import type { Erasure } from '#measure/personal-data/contract.ts'
import { type ErasureRow, erasureRow } from '#measure/personal-data/queries.ts'
import { groundWords } from '#measure/personal-data/rules.ts'
import { sql } from '#platform/db/sql.ts'
import type { Visit } from '#platform/http/on.ts'
import { Paper } from '#platform/pdf/paper.ts'
import { writeTable } from '#platform/pdf/table.ts'

/** What the certificate's file says, to the letter; its checksum stands beside it, not in it. */
export interface Certificate extends Omit<Erasure, 'id' | 'sha256'> {
  format: 'hearback erasure certificate 1'
  workspace: string
}

const day = (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`
const number = (n: number) => n.toLocaleString('en-GB')

/** The certificate on paper. */
function certificatePdf(row: ErasureRow): Promise<Buffer> {
  const one = JSON.parse(row.certificate) as Certificate
  const paper = new Paper({
    title: `Erasure certificate ${one.number}, ${one.workspace}`,
    author: one.workspace,
    madeAt: new Date(one.erasedAt),
    head: `Erasure certificate ${one.number}`,
  })
  const small = { size: 8.25, leading: 12, ink: 'ink-3' } as const
  paper.text(`Erasure certificate ${one.number}`, { size: 20, leading: 28, weight: 600 })
  paper.y += 6
  paper.text(
    'The person named here only by the ids they had was erased from this workspace: their words, names, addresses, telephone numbers and files. Counts, scores and sums stay; nobody can tell any more whose they were.',
  )
  paper.y += 14
  const facts: [string, string][] = [
    ['Person', [one.contactId, ...one.mergedIds].join('\n')],
    ['Erased', day(one.erasedAt)],
    ['By', one.by ?? 'a program'],
    ['Ground', groundWords[one.ground]],
    ['Asked on', one.requestedOn ?? 'not noted'],
    ['Reference', one.reference ?? 'none'],
    ['Open cases cancelled', number(one.casesCancelled)],
    ['Messages stopped', number(one.messagesStopped)],
    ['Never written to again', `${number(one.addressesKeptOut)} addresses and numbers, kept as keyed hashes`],
  ]
  writeTable(
    paper,
    [
      { head: '', width: 150 },
      { head: '', width: paper.width - 150 },
    ],
    facts.map(([name, value]) => [{ text: name, ink: 'ink-3' }, { text: value }]),
  )
  paper.y += 18
  const narrow = { width: 105, align: 'right' as const }
  writeTable(
    paper,
    [
      { head: 'What', width: paper.width - 315 },
      { head: 'Rows removed', ...narrow },
      { head: 'Rows emptied', ...narrow },
      { head: 'Mentions taken out', ...narrow },
    ],
    one.counts.map(({ kind, removed, emptied, mentions }) => [
      { text: kind },
      ...[removed, emptied, mentions].map((n) => ({ text: n === 0 ? '–' : number(n) })),
    ]),
  )
  paper.y += 18
  paper.text(
    'Copies in backups end when these are replaced. A mention is a text of a colleague, or about several people, out of which names, addresses and sentences of the person were taken.',
    small,
  )
  paper.y += 8
  paper.text(`SHA-256 of the certificate’s JSON file\n${row.sha256.toString('hex')}`, small)
  return paper.end()
}

/** The certificate as a file. */
export async function getCertificate(
  { door, caller }: Visit,
  { erasureId, format }: { erasureId: string; format: 'pdf' | 'json' },
): Promise<Response> {
  const row = await door.inWorkspace(caller.workspaceId!, caller.actor, (ctx) =>
    erasureRow(ctx, sql`e.id = ${erasureId}`),
  )
  const bytes = format === 'pdf' ? new Uint8Array(await certificatePdf(row)) : row.certificate
  return new Response(bytes, {
    headers: {
      'content-type': format === 'pdf' ? 'application/pdf' : 'application/json',
      'content-disposition': `attachment; filename="erasure-${row.number}.${format}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  })
}
