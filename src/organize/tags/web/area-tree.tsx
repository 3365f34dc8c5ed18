import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { listForms } from '#collect/forms/contract.ts'
import { type Area, changeArea, createArea } from '#organize/tags/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { Field, Select, TextInput } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Areas in the order of the tree, with how deep each stands. */
export function inTreeOrder(areas: readonly Area[]): { area: Area; depth: number; path: string }[] {
  const below = (
    parentId: string | null,
    depth: number,
    path: string,
  ): { area: Area; depth: number; path: string }[] =>
    areas
      .filter((area) => area.parentId === parentId)
      .sort((a, b) => a.name.localeCompare(b.name))
      .flatMap((area) => {
        const own = path ? `${path} › ${area.name}` : area.name
        return [{ area, depth, path: own }, ...below(area.id, depth + 1, own)]
      })
  return below(null, 0, '')
}

/** The product areas: owner, archive, and a form for another one. */
export function AreaTree({ areas, onSaved }: { areas: Area[]; onSaved(): Promise<void> }) {
  const canChange = useCan('tags:manage')
  const slug = useSlug()
  const canRead = useCan('settings:read')
  const { members } = useSession()
  const forms = useQuery({
    queryKey: ['forms', slug],
    queryFn: () => call(listForms, {}),
    enabled: canRead,
  }).data?.data
  const [form, setForm] = useState({ code: '', name: '', parentId: '' })
  const tree = inTreeOrder(areas)
  const add = useMutation({
    mutationFn: () => call(createArea, { code: form.code, name: form.name, parentId: form.parentId || null }),
    onSuccess: async () => {
      setForm({ code: '', name: '', parentId: form.parentId })
      await onSaved()
    },
  })
  const change = useMutation({
    mutationFn: (next: { areaId: string; ownerId?: string | null; isArchived?: boolean }) =>
      call(changeArea, next),
    onSuccess: onSaved,
    onError: (error) => toastError(error, 'The area stays as it was'),
  })
  const archive = async (area: Area) => {
    await change.mutateAsync({ areaId: area.id, isArchived: !area.isArchived })
    toast({
      message: area.isArchived
        ? `${area.name} can be chosen again.`
        : `${area.name} can no longer be chosen; items keep it.`,
      undo: () => change.mutateAsync({ areaId: area.id, isArchived: area.isArchived }),
    })
  }
  const wrong = fieldErrors(add.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <>
      <ul>
        {tree.map(({ area, depth }) => (
          <li
            key={area.id}
            className="row h-10 border-t border-line"
            style={{ paddingInlineStart: `${depth * 1.25}rem` }}
          >
            <span className={`grow cut ${area.isArchived ? 'muted line-through' : ''}`}>
              {area.name} {area.code !== area.name && <span className="muted">{area.code}</span>}
            </span>
            {forms && !area.isArchived && (
              <AreaForms code={area.code} count={forms.filter((one) => one.product === area.code).length} />
            )}
            <AreaOwner
              area={area}
              onPick={(ownerId) => change.mutate({ areaId: area.id, ownerId })}
              disabled={!canChange}
              name={members.find((one) => one.id === area.ownerId)?.name}
            />
            {canChange && (
              <Button size="sm" kind="ghost" onClick={() => void archive(area)}>
                {area.isArchived ? 'Restore' : 'Archive'}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {canChange && (
        <form
          onSubmit={submit}
          className="grid gap-2 phone:grid-cols-[6rem_1fr_1fr_auto] phone:items-end"
          aria-label="New area"
        >
          <Field label="Code" error={wrong.code}>
            <TextInput
              required
              maxLength={40}
              value={form.code}
              onChange={(event) => setForm({ ...form, code: event.target.value })}
            />
          </Field>
          <Field label="Name" error={wrong.name}>
            <TextInput
              required
              maxLength={80}
              value={form.name}
              onChange={(event) => setForm({ ...form, name: event.target.value })}
            />
          </Field>
          <Field label="Below" error={wrong.parentId}>
            <Select
              value={form.parentId}
              onChange={(event) => setForm({ ...form, parentId: event.target.value })}
              options={[
                { value: '', label: 'At the top' },
                ...tree.map(({ area, path }) => ({ value: area.id, label: path })),
              ]}
            />
          </Field>
          <Button type="submit" busy={add.isPending}>
            Add area
          </Button>
        </form>
      )}
      {add.error && Object.keys(wrong).length === 0 && <p className="text-sla-late">{add.error.message}</p>}
    </>
  )
}

/** The public pages of an area, or the way to make the first. */
function AreaForms({ code, count }: { code: string; count: number }) {
  const canMake = useCan('settings:manage')
  if (count === 0 && !canMake) return null
  return (
    <Go to="settings/forms" search={{ area: code }} className="link xs whitespace-nowrap">
      {count > 0 ? plural(count, 'web form') : 'Make a web form'}
    </Go>
  )
}

function AreaOwner({
  area,
  name,
  onPick,
  disabled,
}: {
  area: Area
  name: string | undefined
  onPick(id: string | null): void
  disabled: boolean
}) {
  const { members } = useSession()
  return (
    <Picker
      label={`Owner of ${area.name}`}
      value={area.ownerId ? [area.ownerId] : []}
      options={members.map((one) => ({ value: one.id, label: one.name, hint: one.role }))}
      onPick={(id) => onPick(id === area.ownerId ? null : id)}
      trigger={
        <Button
          size="sm"
          kind="ghost"
          disabled={disabled}
          aria-label={name ? `Owner of ${area.name}: ${name}` : `Give ${area.name} an owner`}
        >
          {name ? <Avatar name={name} size="sm" /> : null}
          {name ?? 'No owner'}
        </Button>
      }
    />
  )
}
