import type { Staff } from '#app/demo/customers.ts'
import { reviews } from '#app/demo/our-words.ts'
import { atTime, doorInto, type Past } from '#app/demo/past.ts'
import { beginImport } from '#collect/imports/commands/control.ts'
import { uploadFile } from '#collect/imports/commands/upload.ts'
import { workOnImport } from '#collect/imports/commands/work.ts'
import { csvLine } from '#collect/imports/rules.ts'
import { decodeId } from '#platform/ids.ts'

const day = 86_400_000

/** A file of reviews that was brought in some weeks ago, two of its rows without success. */
export async function importReviews(past: Past, staff: Staff): Promise<void> {
  const at = past.hours.daysAgo(19)
  const quarter = `${at.getUTCFullYear()}-q${Math.floor(at.getUTCMonth() / 3) + 1}`
  const about = { words: `Importing ${reviews.length} reviews`, weight: reviews.length }
  await past.part('import of reviews', about, async (ctx) => {
    const own = atTime(ctx, at, staff.owner)
    const door = doorInto(own, past.door)
    const run = await uploadFile(door, past.workspaceId, staff.owner, {
      name: `reviews-${quarter}.csv`,
      kind: 'feedback',
      body: bytesOf(reviewsFile(at)),
    })
    const importId = decodeId('imp', run.id)!
    await beginImport(own, importId)
    await workOnImport(door, past.workspaceId, importId)
  })
}

/** The file as the directory hands it out: two rows of it are broken, as files are. */
function reviewsFile(at: Date): string {
  const on = (i: number) => new Date(at.getTime() - (9 + i * 3.4) * day).toISOString().slice(0, 10)
  const lines = reviews.map(([stars, text], i) =>
    csvLine([`R-${4118 + i * 7}`, on(i), String(stars), text, 'review']),
  )
  return [
    csvLine(['Review ID', 'Date', 'Rating', 'Review', 'Channel']),
    ...lines,
    csvLine(['R-4287', on(3), '4', '', 'review']),
    csvLine(['R-4294', 'last spring', '3', 'It was better before the last update.', 'review']),
  ].join('')
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
