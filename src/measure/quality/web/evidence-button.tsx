import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'

/** Downloads the evidence file of a year: this one so far, or one of the four before. */
export function EvidenceButton({ today }: { today: string }) {
  const slug = useSlug()
  const isAllowed = useCan('metrics:write')
  if (!isAllowed) return null
  const now = Number(today.slice(0, 4))
  return (
    <Picker
      label="Evidence of a year"
      value={[]}
      options={Array.from({ length: 5 }, (_, i) => ({
        value: String(now - i),
        label: i === 0 ? `${now} so far` : String(now - i),
        hint: 'PDF, data, checksums',
      }))}
      onPick={(year) => window.location.assign(`/w/${slug}/api/v1/quality/evidence?year=${year}`)}
      trigger={<Button>Evidence</Button>}
    />
  )
}
