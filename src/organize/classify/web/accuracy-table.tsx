import type { Accuracy, SuggestedField } from '#organize/classify/contract.ts'
import { fieldLabels } from '#organize/classify/web/fields.ts'
import { count, percent } from '#platform/web/format.ts'

const order = Object.keys(fieldLabels) as SuggestedField[]

/** Precision and recall of each value, with the number of cases behind each share. */
export function AccuracyTable({ rows }: { rows: readonly Accuracy[] }) {
  if (rows.length === 0)
    return (
      <p className="muted">
        Nothing was decided yet. Accept or change suggestions in the inbox, and this fills.
      </p>
    )
  return (
    <div className="overflow-x-auto">
      <table className="w-full">
        <thead>
          <tr className="help text-start">
            <th className="py-1 text-start font-normal" scope="col">
              Value
            </th>
            <th className="py-1 text-end font-normal" scope="col">
              Kept
            </th>
            <th className="py-1 text-end font-normal" scope="col">
              Found
            </th>
          </tr>
        </thead>
        {order.map((field) => {
          const own = rows.filter((row) => row.field === field)
          if (own.length === 0) return null
          return (
            <tbody key={field}>
              <tr>
                <th
                  className="med border-t border-line pt-2.5 pb-0.5 text-start"
                  colSpan={3}
                  scope="rowgroup"
                >
                  {fieldLabels[field]}
                </th>
              </tr>
              {own.map((row) => (
                <tr key={row.value}>
                  <th className="py-0.5 text-start font-normal" scope="row">
                    {row.label}
                  </th>
                  <Share share={row.precision} hits={row.agreed} of={row.suggested} />
                  <Share share={row.recall} hits={row.agreed} of={row.agreed + row.missed} />
                </tr>
              ))}
            </tbody>
          )
        })}
      </table>
    </div>
  )
}

function Share({ share, hits, of }: { share: number | null; hits: number; of: number }) {
  return (
    <td className="num nowrap py-0.5 ps-4 text-end">
      {share === null ? <span className="muted">{of === 0 ? '–' : 'too few'}</span> : percent(share)}{' '}
      {of > 0 && (
        <span className="help">
          {count(hits)} of {count(of)}
        </span>
      )}
    </td>
  )
}
