import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  type Categories,
  changeTag,
  createTag,
  getCategories,
  putPriorities,
  putTypes,
  type Tag,
} from '#organize/tags/contract.ts'
import { families, tagGroups } from '#organize/tags/rules.ts'
import { AreaTree } from '#organize/tags/web/area-tree.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Select, TextInput } from '#platform/web/form.tsx'
import { words } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Priority } from '#platform/web/marks.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** What a person chooses from at triage: types, priorities, product areas and tags. */
export default function CategoriesSettings() {
  const slug = useSlug()
  const queries = useQueryClient()
  const categories = useQuery({ queryKey: ['categories', slug], queryFn: () => call(getCategories, {}) })
  const refresh = () => queries.invalidateQueries({ queryKey: ['categories', slug] })
  if (categories.error)
    return (
      <Failed
        error={categories.error}
        title="Types, areas and tags could not be read"
        onRetry={() => void categories.refetch()}
      />
    )
  if (!categories.data) return <LoadingRows />
  return (
    <>
      <Types types={categories.data.types} onSaved={refresh} />
      <Priorities priorities={categories.data.priorities} onSaved={refresh} />
      <Setting title="Product areas" text="A tree. Filtering by an area includes everything below it.">
        <AreaTree areas={categories.data.areas} onSaved={refresh} />
      </Setting>
      <Tags tags={categories.data.tags} onSaved={refresh} />
    </>
  )
}

function Types({ types, onSaved }: { types: Categories['types']; onSaved(): Promise<void> }) {
  const canChange = useCan('settings:manage')
  const [list, setList] = useState(types)
  const [label, setLabel] = useState('')
  const save = useMutation({
    mutationFn: () => call(putTypes, { types: list }),
    onSuccess: async () => {
      await onSaved()
      toast({
        message: 'The types hold from now on.',
        undo: async () => {
          await call(putTypes, { types })
          setList(types)
          await onSaved()
        },
      })
    },
    onError: (error) => toastError(error, 'The types stay as they were'),
  })
  const change = (code: string, next: Partial<Categories['types'][number]>) =>
    setList(list.map((one) => (one.code === code ? { ...one, ...next } : one)))
  const add = () => {
    const code = label
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^[^a-z]+|_+$/g, '')
      .slice(0, 40)
    if (!code || list.some((one) => one.code === code)) return
    setList([...list, { code, label: label.trim(), family: 'suggestion', isShown: true }])
    setLabel('')
  }
  return (
    <Setting
      title="Types"
      text="Every item gets exactly one. The built-in ones can be renamed and hidden, not removed."
    >
      <ul>
        {list.map((one) => (
          <li key={one.code} className="row border-t border-line py-1.5">
            <Checkbox
              label={<span className="vh">Show {one.label}</span>}
              checked={one.isShown}
              disabled={!canChange}
              onChange={(event) => change(one.code, { isShown: event.target.checked })}
            />
            <TextInput
              aria-label={`Label of ${one.code}`}
              value={one.label}
              maxLength={60}
              disabled={!canChange}
              onChange={(event) => change(one.code, { label: event.target.value })}
            />
            <Select
              className="max-w-36"
              aria-label={`Word for ${one.label}`}
              value={one.family}
              disabled={!canChange}
              onChange={(event) =>
                change(one.code, { family: event.target.value as (typeof families)[number] })
              }
              options={families.map((family) => ({ value: family, label: words(family) }))}
            />
          </li>
        ))}
      </ul>
      {canChange && (
        <div className="row">
          <TextInput
            aria-label="Another type"
            placeholder="Another type"
            value={label}
            maxLength={60}
            onChange={(event) => setLabel(event.target.value)}
          />
          <Button onClick={add} disabled={!label.trim()}>
            Add
          </Button>
          <Button
            kind="primary"
            busy={save.isPending}
            disabled={JSON.stringify(list) === JSON.stringify(types)}
            onClick={() => save.mutate()}
          >
            Save types
          </Button>
        </div>
      )}
    </Setting>
  )
}

function Priorities({
  priorities,
  onSaved,
}: {
  priorities: Categories['priorities']
  onSaved(): Promise<void>
}) {
  const canChange = useCan('settings:manage')
  const [list, setList] = useState(priorities)
  const save = useMutation({
    mutationFn: () => call(putPriorities, { priorities: list }),
    onSuccess: async () => {
      await onSaved()
      toast({ message: 'The priorities hold from now on.' })
    },
    onError: (error) => toastError(error, 'The priorities stay as they were'),
  })
  const change = (code: string, next: { label?: string; hint?: string }) =>
    setList(list.map((one) => (one.code === code ? { ...one, ...next } : one)))
  return (
    <Setting title="Priorities" text="Four of them; the words and hints are yours.">
      <ul>
        {list.map((one) => (
          <li key={one.code} className="row border-t border-line py-1.5">
            <Priority value={one.code} />
            <TextInput
              className="max-w-36"
              aria-label={`Label of ${one.code}`}
              value={one.label}
              maxLength={60}
              disabled={!canChange}
              onChange={(event) => change(one.code, { label: event.target.value })}
            />
            <TextInput
              aria-label={`Hint of ${one.code}`}
              value={one.hint}
              maxLength={120}
              disabled={!canChange}
              onChange={(event) => change(one.code, { hint: event.target.value })}
            />
          </li>
        ))}
      </ul>
      {canChange && (
        <div>
          <Button
            busy={save.isPending}
            disabled={JSON.stringify(list) === JSON.stringify(priorities)}
            onClick={() => save.mutate()}
          >
            Save priorities
          </Button>
        </div>
      )}
    </Setting>
  )
}

function Tags({ tags, onSaved }: { tags: Tag[]; onSaved(): Promise<void> }) {
  const canChange = useCan('tags:write')
  const [form, setForm] = useState({ name: '', group: 'topic' as (typeof tagGroups)[number] })
  const add = useMutation({
    mutationFn: () => call(createTag, form),
    onSuccess: async () => {
      setForm({ ...form, name: '' })
      await onSaved()
    },
    onError: (error) => toastError(error, 'No tag was made'),
  })
  const archive = useMutation({
    mutationFn: (tag: Tag) => call(changeTag, { tagId: tag.id, isArchived: !tag.isArchived }),
    onSuccess: async (_answer, tag) => {
      await onSaved()
      toast({
        message: tag.isArchived
          ? `“${tag.name}” can be chosen again.`
          : `“${tag.name}” can no longer be chosen; items keep it.`,
        undo: async () => {
          await call(changeTag, { tagId: tag.id, isArchived: tag.isArchived })
          await onSaved()
        },
      })
    },
    onError: (error) => toastError(error, 'The tag stays as it was'),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <Setting title="Tags" text="As many as an item needs. Archived tags stay on the items that have them.">
      {canChange && (
        <form onSubmit={submit} className="row" aria-label="New tag">
          <TextInput
            aria-label="Name of the tag"
            placeholder="Name"
            required
            maxLength={60}
            value={form.name}
            onChange={(event) => setForm({ ...form, name: event.target.value })}
          />
          <Select
            className="max-w-32"
            aria-label="Group"
            value={form.group}
            onChange={(event) => setForm({ ...form, group: event.target.value as typeof form.group })}
            options={tagGroups.map((group) => ({ value: group, label: words(group) }))}
          />
          <Button type="submit" busy={add.isPending}>
            Add
          </Button>
        </form>
      )}
      {tags.length === 0 && <p className="muted">No tags yet. Press l on an item to make the first.</p>}
      {tagGroups.map((group) => {
        const own = tags.filter((tag) => tag.group === group)
        if (own.length === 0) return null
        return (
          <div key={group}>
            <h3 className="help">{words(group)}</h3>
            <ul>
              {own.map((tag) => (
                <li key={tag.id} className="row h-9 border-t border-line">
                  <span className={`grow cut ${tag.isArchived ? 'muted line-through' : ''}`}>{tag.name}</span>
                  {canChange && (
                    <Button size="sm" kind="ghost" onClick={() => archive.mutate(tag)}>
                      {tag.isArchived ? 'Restore' : 'Archive'}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </Setting>
  )
}
