import { type FormEvent, useState } from 'react'
import { useCategories } from '#organize/inbox/web/use-inbox.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Checkbox, DateInput, Field, Select, TextInput } from '#platform/web/form.tsx'
import { changeRelease, createRelease, type Release } from '#prioritize/releases/contract.ts'
import { NotesField } from '#prioritize/releases/web/notes-field.tsx'
import { useReleaseChange } from '#prioritize/releases/web/use-releases.ts'

/** A new release, or what is written about one. */
export function ReleaseForm({
  release,
  onClose,
  onMade,
}: {
  release?: Release
  onClose(): void
  onMade?(release: Release): void
}) {
  const [draft, setDraft] = useState({
    name: release?.name ?? '',
    notes: release?.notes ?? '',
    areaId: release?.area?.id ?? '',
    plannedOn: release?.plannedOn ?? '',
    isPublic: release?.isPublic ?? false,
  })
  const areas = useCategories().data?.areas ?? []
  const save = useReleaseChange(
    () => {
      const { name, isPublic } = draft
      if (release)
        return call(changeRelease, {
          releaseId: release.id,
          name: name.trim(),
          notes: draft.notes.trim() || null,
          areaId: draft.areaId || null,
          plannedOn: draft.plannedOn || null,
          isPublic,
        })
      return call(createRelease, {
        name: name.trim(),
        isPublic,
        ...(draft.notes.trim() && { notes: draft.notes }),
        ...(draft.areaId && { areaId: draft.areaId }),
        ...(draft.plannedOn && { plannedOn: draft.plannedOn }),
      })
    },
    (made) => {
      onClose()
      if (made) onMade?.(made)
    },
  )
  const wrong = fieldErrors(save.error)
  const set = (name: keyof typeof draft) => (event: { target: { value: string } }) =>
    setDraft({ ...draft, [name]: event.target.value })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <SidePanel open onClose={onClose} title={release ? 'Change the release' : 'New release'}>
      <form onSubmit={submit} className="grid gap-4" aria-label="Release">
        <Field label="Name" error={wrong.name} help="As customers know it: a version, or what it brings.">
          <TextInput required maxLength={120} value={draft.name} onChange={set('name')} autoFocus />
        </Field>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rail:grid-cols-2">
          <Field label="Meant for" optional error={wrong.plannedOn}>
            <DateInput value={draft.plannedOn} onChange={set('plannedOn')} />
          </Field>
          <Field label="Product area" optional error={wrong.areaId}>
            <Select
              value={draft.areaId}
              onChange={set('areaId')}
              options={[
                { value: '', label: 'None' },
                ...areas.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          </Field>
        </div>
        <NotesField
          value={draft.notes}
          error={wrong.notes}
          onChange={(notes) => setDraft((now) => ({ ...now, notes }))}
        />
        <Checkbox
          label="Stands in the changelog"
          help="From when it has shipped, everybody can read its name and notes there."
          checked={draft.isPublic}
          onChange={(event) => setDraft({ ...draft, isPublic: event.target.checked })}
        />
        <div>
          <Button kind="primary" type="submit" busy={save.isPending} disabled={!draft.name.trim()}>
            {release ? 'Save' : 'Make the release'}
          </Button>
        </div>
      </form>
    </SidePanel>
  )
}
