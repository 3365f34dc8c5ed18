import type { Part } from '#measure/personal-data/export.ts'
import { encodeId } from '#platform/ids.ts'
import { escapeHtml } from '#platform/mail/blocks.ts'

/** "Survey answers" as the name of a folder. */
export const slugOf = (kind: string) => kind.toLowerCase().replace(/[^a-z]+/g, '-')

/** The page of an export that the person reads first: what it is, and what lies where. Opens without a network. */
export function readmeOf({
  workspace,
  label,
  ids,
  madeAt,
  parts,
}: {
  workspace: string
  label: string
  ids: readonly string[]
  madeAt: Date
  parts: readonly Part[]
}): string {
  const kinds = [...new Set(parts.map(({ kind }) => kind))]
  const rows = kinds.flatMap((kind) =>
    parts
      .filter((part) => part.kind === kind)
      .map(
        ({ path, name, rows: n }, at) =>
          `<tr><th scope="row">${at === 0 ? escape(kind) : ''}</th><td><a href="${path}">${escapeHtml(name.replaceAll('_', ' '))}</a></td><td class="n">${n}</td></tr>`,
      ),
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Personal data of ${escapeHtml(label)}</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid #8886; font-weight: inherit }
.n { text-align: right; font-variant-numeric: tabular-nums }
</style>
<h1>Personal data of ${escapeHtml(label)}</h1>
<p>Everything that ${escapeHtml(workspace)} keeps about this person in Hearback, as of ${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. Known there as ${ids.map((id) => encodeId('ct', id)).join(', ')}.</p>
<p>Each file is JSON: a list of records. Times are in UTC. Files sent by the person lie in the folder <code>attachments</code>. Words of other people are left out.</p>
<table>
<thead><tr><th scope="col">Kind</th><th scope="col">Records</th><th scope="col" class="n">How many</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</html>
`
}
