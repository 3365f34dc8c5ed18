import { createHash } from 'node:crypto'
import { stringify } from 'csv-stringify/sync'
import { Zip, ZipDeflate } from 'fflate'
import type * as contract from '#measure/quality/contract.ts'
import { type Kept, keptColumns } from '#measure/quality/counting.ts'
import { type EvidenceFile, evidencePdf } from '#measure/quality/evidence/pdf.ts'
import { readYear } from '#measure/quality/evidence/year.ts'
import { readChecks } from '#measure/quality/queries.ts'
import type { Subject } from '#measure/quality/rules.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import type { Input } from '#platform/endpoint.ts'
import { fileStream, safeCell } from '#platform/http/csv.ts'
import type { Visit } from '#platform/http/on.ts'
import { encodeId } from '#platform/ids.ts'

/** Occurrences read in one transaction. */
const pieceSize = 5000
const columns = ['check', 'subject', 'part', 'contact', 'from', 'due', 'due_on', 'met', 'verdict', 'reason']

const prefixes: Record<Subject, string> = {
  item: 'fb',
  answer: 'rsp',
  case: 'case',
  invitation: 'inv',
  request: 'req',
  review: 'rvw',
  playbook: 'pb',
  workspace: 'ws',
}

/**
 * The evidence of a year as a ZIP, written while it is read: the data first, then the PDF that names their checksums, then
 * the checksums of all. It names nobody: ids lead whoever may see them to the records.
 */
export async function* evidenceFile(
  door: Door,
  workspaceId: string,
  actor: Actor,
  year: number,
): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    pieces.push(piece)
  })
  const sums: EvidenceFile[] = []
  const folder = `evidence-${year}`

  async function* add(name: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const entry = new ZipDeflate(`${folder}/${name}`, { level: 6 })
    zip.add(entry)
    const hash = createHash('sha256')
    let bytes = 0
    for await (const part of content) {
      hash.update(part)
      bytes += part.length
      entry.push(part)
      yield* pieces.splice(0)
    }
    entry.push(new Uint8Array(0), true)
    sums.push({ name, bytes, sha256: hash.digest('hex') })
    yield* pieces.splice(0)
  }

  const inWorkspace = <T>(work: (ctx: Ctx) => Promise<T>) => door.inWorkspace(workspaceId, actor, work)
  const figures = await inWorkspace((ctx) => readYear(ctx, year))
  yield* add('checks.json', once(`${JSON.stringify(figures, null, 2)}\n`))
  yield* add('occurrences.csv', occurrences(inWorkspace, year))
  yield* add('evidence.pdf', once(await evidencePdf(figures, [...sums])))
  const list = sums.map((one) => `${one.sha256}  ${one.name}\n`).join('')
  yield* add('SHA256SUMS', once(list))
  zip.end()
  yield* pieces.splice(0)
}

async function* once(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof content === 'string' ? Buffer.from(content) : content
}

async function* occurrences(
  inWorkspace: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>,
  year: number,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`\uFEFF${stringify([columns])}`)
  const checks = await inWorkspace(readChecks)
  for (const { key, subject } of checks) {
    let after: [subjectId: string, part: string] = ['00000000-0000-0000-0000-000000000000', '']
    for (;;) {
      const rows = await inWorkspace((ctx) =>
        ctx.db.many<Kept>(sql`
          select ${keptColumns} from quality_occurrences
          where workspace_id = ${ctx.workspaceId} and check_key = ${key} and (subject_id, part) > (${after[0]}::uuid, ${after[1]})
            and due_on between ${`${year}-01-01`} and ${`${year}-12-31`}
          order by subject_id, part limit ${pieceSize}`),
      )
      if (rows.length > 0)
        yield Buffer.from(
          stringify(
            rows.map((row) => [
              key,
              encodeId(prefixes[subject], row.subject_id),
              shownPart(subject, row.part),
              row.contact_id ? encodeId('ct', row.contact_id) : '',
              row.from_at.toISOString(),
              row.due_at.toISOString(),
              row.due_on,
              row.met_at?.toISOString() ?? '',
              row.verdict,
              safeCell(row.reason),
            ]),
          ),
        )
      const last = rows.at(-1)
      if (!last || rows.length < pieceSize) break
      after = [last.subject_id, last.part]
    }
  }
}

/** A step or quarter; the contact of a request stands in its own column. */
function shownPart(subject: Subject, part: string): string {
  if (part === '' || subject === 'request' || subject === 'playbook') return ''
  return subject === 'case' ? encodeId('step', part) : part
}

/** Sends the evidence file of a year. */
export async function sendEvidence(
  { door, caller }: Visit,
  { year }: Input<typeof contract.getEvidence>,
): Promise<Response> {
  const source = evidenceFile(door, caller.workspaceId!, caller.actor, year)
  // The first piece is read before anything is sent: what fails at once is an answer, and no file that breaks off.
  const { value: first } = await source.next()
  async function* pieces() {
    yield first!
    yield* source
  }
  return fileStream(`evidence-${year}.zip`, 'application/zip', pieces())
}
