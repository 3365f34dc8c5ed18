import { useState } from 'react'
import { type Case, changeCase } from '#act/cases/contract.ts'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'

const usual = ['implementation', 'marketing', 'product', 'support']

/** What the case is about: the playbook brings in people by it. */
export function CaseAbout({ one, canWrite }: { one: Case; canWrite: boolean }) {
  const change = useCaseChange(one.id)
  const [isOpen, setOpen] = useState(false)
  const set = (areas: string[]) =>
    change.mutate({ run: () => call(changeCase, { caseId: one.id, areas }), failed: 'Nothing was changed' })
  const toggle = (area: string) =>
    set(one.areas.includes(area) ? one.areas.filter((each) => each !== area) : [...one.areas, area])
  return (
    <section>
      <h2 className="sec">What it is about</h2>
      <p className="row mt-1 flex-wrap gap-1.5">
        {one.areas.map((area) => (
          <span key={area} className="tag">
            {area.replaceAll('-', ' ')}
          </span>
        ))}
        {one.areas.length === 0 && <span className="help">Nobody has said yet.</span>}
        {canWrite && (
          <Picker
            open={isOpen}
            onOpenChange={setOpen}
            label="What it is about"
            many
            value={one.areas}
            options={[...new Set([...usual, ...one.areas])].map((area) => ({
              value: area,
              label: area.replaceAll('-', ' '),
            }))}
            onPick={toggle}
            onCreate={(text) =>
              toggle(
                text
                  .trim()
                  .toLowerCase()
                  .replace(/[^a-z0-9]+/g, '-'),
              )
            }
            trigger={<Button kind="ghost">Change</Button>}
          />
        )}
      </p>
    </section>
  )
}
