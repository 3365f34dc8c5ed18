import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { contactLabel } from '#customers/contacts/rules.ts'
import { contactExported } from '#measure/personal-data/events.ts'
import { type Person, personOf } from '#measure/personal-data/people.ts'
import { readmeOf, slugOf } from '#measure/personal-data/readme.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { cleanName } from '#platform/files/rules.ts'
import { readBytes } from '#platform/files/store.ts'
import type { Visit } from '#platform/http/on.ts'
import { encodeId } from '#platform/ids.ts'

/** Rows read in one transaction; what is in memory at a time. */
const pieceSize = 200

type Row = Record<string, unknown>

/** A part of the export: a table of the map, and how many rows of it are theirs. */
export interface Part {
  kind: string
  name: string
  path: string
  rows: number
}

/**
 * Everything of a person as a ZIP, written while it is read: the rows of each table of the map that are theirs as JSON,
 * below the name of their kind; their files; and a page to read that says what is what.
 */
export async function* personalDataFile(
  door: Door,
  workspaceId: string,
  actor: Actor,
  contactId: string,
): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    pieces.push(piece)
  })
  const inWorkspace = <T>(work: (ctx: Ctx) => Promise<T>) => door.inWorkspace(workspaceId, actor, work)

  async function* add(
    path: string,
    content: AsyncIterable<Uint8Array>,
    isPacked = false,
  ): AsyncGenerator<Uint8Array> {
    const entry = isPacked ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 })
    zip.add(entry)
    for await (const part of content) {
      entry.push(part)
      yield* pieces.splice(0)
    }
    entry.push(new Uint8Array(0), true)
    yield* pieces.splice(0)
  }

  const { person, tables, workspace } = await inWorkspace(async (ctx) => {
    const found = await personOf(ctx, contactId)
    const mergedIds = found.ids.slice(1)
    await ctx.emit(contactExported, { subjectId: found.id, payload: { contactId: found.id, mergedIds } })
    return {
      person: found,
      tables: await ctx.db.many<{ kind: string; name: string; hides: string[] }>(sql`
        select kind, name, hides from personal_data where is_exported order by kind, place`),
      workspace: (
        await ctx.db.one<{ name: string }>(sql`select name from workspaces where id = ${workspaceId}`)
      ).name,
    }
  })
  const parts: Part[] = []
  for (const { kind, name, hides } of tables) {
    const rows = rowsOf(inWorkspace, person, name)
    const first = await rows.next()
    if (first.done) continue
    const part = { kind, name, path: `${slugOf(kind)}/${name}.json`, rows: 0 }
    parts.push(part)
    const files: { id: string; name: string }[] = []
    yield* add(
      part.path,
      (async function* () {
        for (let page: Row[] | undefined = first.value; page; page = (await rows.next()).value ?? undefined) {
          const text = page.map((row) => JSON.stringify(shown(row, hides))).join(',\n')
          yield Buffer.from(`${part.rows === 0 ? '[\n' : ',\n'}${text}`)
          part.rows += page.length
          if (name === 'files')
            files.push(...page.map((row) => ({ id: row.id as string, name: row.name as string })))
        }
        yield Buffer.from('\n]\n')
      })(),
    )
    for (const file of files) {
      const bytes = await readBytes(door.config, workspaceId, file.id)
      // already packed as a rule: pictures, PDF
      if (bytes)
        yield* add(
          `attachments/${encodeId('file', file.id)} ${cleanName(file.name)}`,
          bytes as unknown as AsyncIterable<Uint8Array>,
          true,
        )
    }
  }
  const readme = readmeOf({
    workspace,
    label: contactLabel(person),
    ids: person.ids,
    madeAt: door.now(),
    parts,
  })
  yield* add(
    'index.html',
    (async function* () {
      yield Buffer.from(readme)
    })(),
  )
  zip.end()
  yield* pieces.splice(0)
}

/** The rows of one table that are of a person, page by page, each in a transaction of its own. */
async function* rowsOf(
  inWorkspace: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>,
  { ids, files }: Person,
  name: string,
): AsyncGenerator<Row[], undefined> {
  let after: Row | null = null
  for (;;) {
    const last: string | null = after && JSON.stringify(after)
    const page: { row: Row }[] = await inWorkspace((ctx) =>
      ctx.db.many<{ row: Row }>(sql`
        select row from page_personal_data(${name}, ${ids}::uuid[], ${files}::uuid[], ${last}::jsonb, ${pieceSize}) as row`),
    )
    if (page.length > 0) yield page.map(({ row }) => row)
    after = page.at(-1)?.row ?? null
    if (page.length < pieceSize) return undefined
  }
}

function shown(row: Row, hides: readonly string[]): Row {
  return Object.fromEntries(
    Object.entries(row).filter(
      ([name, value]) => name !== 'workspace_id' && value !== null && !hides.includes(name),
    ),
  )
}

/** Sends everything of a person. */
export async function sendPersonalData(
  { door, caller }: Visit,
  { contactId }: { contactId: string },
): Promise<Response> {
  const source = personalDataFile(door, caller.workspaceId!, caller.actor, contactId)
  // The first piece is read before anything is sent: what fails at once is an answer, and no file that breaks off.
  const first = await source.next()
  let isFirst = true
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = isFirst ? first : await source.next()
      isFirst = false
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await source.return(undefined)
    },
  })
  return new Response(stream, {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="personal-data-${encodeId('ct', contactId)}.zip"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  })
}
