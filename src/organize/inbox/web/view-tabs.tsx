import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeView, createView, deleteView, type View } from '#organize/inbox/contract.ts'
import type { FilterText, Sort } from '#organize/inbox/rules.ts'
import { viewSearch } from '#organize/inbox/web/address.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Checkbox, Field, TextInput } from '#platform/web/form.tsx'
import { useGo, useSlug } from '#platform/web/go.tsx'
import { Menu, type MenuEntry } from '#platform/web/menu.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

interface Props {
  views: readonly View[]
  current: string
  /** What the list shows now, to be saved. */
  filter: FilterText
  sort: Sort
  isChanged: boolean
}

/** The views as tabs with counts, and what can be done with the filters of the moment. */
export function ViewTabs({ views, current, filter, sort, isChanged }: Props) {
  const canWrite = useCan('feedback:write')
  const [saving, setSaving] = useState<'new' | 'rename'>()
  const view = views.find((one) => one.id === current)
  const actions = useViewActions()
  const mine = view && !view.isBuiltIn && view.isMine
  const items: MenuEntry[] = [
    { label: 'Save these filters as a view', icon: 'plus', onSelect: () => setSaving('new') },
    ...(mine
      ? [
          'line' as const,
          { heading: view.name },
          ...(isChanged
            ? [
                {
                  label: 'Keep these filters in it',
                  onSelect: () => actions.change(view, { filter, sort }, 'keeps the filters of now'),
                },
              ]
            : []),
          { label: 'Rename', onSelect: () => setSaving('rename') },
          {
            label: view.isShared ? 'Only for me' : 'Share with everybody',
            onSelect: () =>
              actions.change(
                view,
                { isShared: !view.isShared },
                view.isShared ? 'is yours alone' : 'is shared',
              ),
          },
          {
            label: view.isPinned ? 'Unpin from the sidebar' : 'Pin to the sidebar',
            onSelect: () =>
              actions.change(
                view,
                { isPinned: !view.isPinned },
                view.isPinned ? 'is no longer pinned' : 'is pinned',
              ),
          },
          { label: 'Delete', onSelect: () => actions.remove(view) },
        ]
      : []),
  ]
  return (
    <>
      <Tabs
        label="Views"
        current={current}
        tabs={views.map((one) => ({
          key: one.id,
          label: one.name,
          count: one.count ?? undefined,
          to: 'inbox',
          search: viewSearch(one),
        }))}
      >
        {canWrite && (
          <Menu
            label="This view"
            items={items}
            trigger={
              <Button
                kind="ghost"
                className="icon"
                aria-label="This view: save, rename, share, delete"
                icon={isChanged ? 'plus' : 'more'}
              />
            }
          />
        )}
      </Tabs>
      <SidePanel
        open={saving !== undefined}
        onClose={() => setSaving(undefined)}
        title={saving === 'rename' ? 'Rename the view' : 'Save as a view'}
      >
        {saving && (
          <ViewForm
            view={saving === 'rename' ? view : undefined}
            filter={filter}
            sort={sort}
            onDone={() => setSaving(undefined)}
          />
        )}
      </SidePanel>
    </>
  )
}

function useViewActions() {
  const slug = useSlug()
  const go = useGo()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['views', slug] })
  return {
    async change(
      view: View,
      change: Partial<Pick<View, 'filter' | 'sort' | 'isShared' | 'isPinned'>>,
      text: string,
    ) {
      try {
        await call(changeView, { viewId: view.id, ...change })
        await refresh()
        const before = Object.fromEntries(Object.keys(change).map((key) => [key, view[key as keyof View]]))
        toast({
          message: `“${view.name}” ${text}.`,
          undo: async () => {
            await call(changeView, { viewId: view.id, ...before })
            await refresh()
          },
        })
      } catch (error) {
        toastError(error, 'The view stays as it was')
      }
    },
    async remove(view: View) {
      try {
        await call(deleteView, { viewId: view.id })
        go('inbox')
        await refresh()
        toast({
          message: `“${view.name}” was deleted.`,
          undo: async () => {
            const { name, filter, sort, isShared, isPinned } = view
            await call(createView, { name, filter, sort, isShared, isPinned })
            await refresh()
          },
        })
      } catch (error) {
        toastError(error, 'The view was not deleted')
      }
    },
  }
}

function ViewForm({
  view,
  filter,
  sort,
  onDone,
}: {
  view: View | undefined
  filter: FilterText
  sort: Sort
  onDone(): void
}) {
  const slug = useSlug()
  const go = useGo()
  const queries = useQueryClient()
  const [name, setName] = useState(view?.name ?? '')
  const [isShared, setShared] = useState(false)
  const [isPinned, setPinned] = useState(false)
  const save = useMutation({
    mutationFn: () =>
      view
        ? call(changeView, { viewId: view.id, name })
        : call(createView, { name, filter, sort, isShared, isPinned }),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['views', slug] })
      onDone()
      go('inbox', { search: viewSearch(made) })
    },
  })
  const wrong = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit} className="grid gap-4" aria-label="View">
      <Field label="Name" error={wrong.name ?? save.error?.message}>
        <TextInput
          value={name}
          required
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
          autoFocus
        />
      </Field>
      {!view && (
        <div>
          <Checkbox
            label="Share with everybody"
            help="Only you and managers can change it."
            checked={isShared}
            onChange={(event) => setShared(event.target.checked)}
          />
          <Checkbox
            label="Pin to the sidebar"
            checked={isPinned}
            onChange={(event) => setPinned(event.target.checked)}
          />
        </div>
      )}
      <div>
        <Button type="submit" kind="primary" busy={save.isPending}>
          {view ? 'Rename' : 'Save the view'}
        </Button>
      </div>
    </form>
  )
}
