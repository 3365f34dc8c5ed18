import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import type { SuggestedField, Suggestion } from '#organize/classify/contract.ts'
import type { InboxItem, InboxRow } from '#organize/inbox/contract.ts'
import {
  bulkTriage,
  decideSuggestions,
  markRead,
  triageFeedback,
  undoChange,
} from '#organize/inbox/contract.ts'
import type { Call, Page } from '#platform/endpoint.ts'
import { ApiError, call } from '#platform/web/api.ts'
import { plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

export type Change = NonNullable<Call<typeof bulkTriage>['change']>
type Pages = InfiniteData<Page<InboxRow>>

/** What triage does to items: shown at once, sent, with a way back for ten seconds. */
export function useTriage() {
  const queries = useQueryClient()
  const slug = useSlug()
  const stale = useRef(false)
  const tail = useRef<Promise<unknown>>(Promise.resolve())

  const patch = useCallback(
    (ids: ReadonlySet<string>, change: (row: InboxRow) => Partial<InboxRow>) => {
      queries.setQueriesData<Pages>({ queryKey: ['feedback', slug] }, (data) =>
        data
          ? {
              ...data,
              pages: data.pages.map((page) => ({
                ...page,
                data: page.data.map((row) => (ids.has(row.id) ? { ...row, ...change(row) } : row)),
              })),
            }
          : data,
      )
      for (const id of ids) {
        queries.setQueryData<InboxItem>(['item', slug, id], (item) => {
          if (!item) return item
          // a row holds only the beginning of the words: the item keeps its own
          const { verbatim: _cut, isCut: _isCut, ...rest } = change(item as unknown as InboxRow)
          return { ...item, ...rest }
        })
      }
    },
    [queries, slug],
  )

  /** Answers on their way are older than the change: they would put the former state back. */
  const halt = useCallback(
    (ids: readonly string[]) =>
      Promise.all([
        queries.cancelQueries({ queryKey: ['feedback', slug] }),
        ...ids.slice(0, 50).map((id) => queries.cancelQueries({ queryKey: ['item', slug, id] })),
      ]),
    [queries, slug],
  )

  /** Asks again for counts and open items; the list itself waits until the person moves on, so that rows stay put. */
  const refresh = useCallback(
    async (ids: Iterable<string>, list: 'now' | 'later') => {
      const asked = [
        queries.invalidateQueries({ queryKey: ['views', slug] }),
        queries.invalidateQueries({ queryKey: ['sections', slug] }),
        queries.invalidateQueries({ queryKey: ['waiting', slug] }),
        ...[...ids].slice(0, 50).map((id) => queries.invalidateQueries({ queryKey: ['item', slug, id] })),
      ]
      if (list === 'now') asked.push(queries.invalidateQueries({ queryKey: ['feedback', slug] }))
      else stale.current = true
      await Promise.all(asked)
    },
    [queries, slug],
  )

  /** Call when the person moves to another row: rows that no longer belong leave now. */
  const moveOn = useCallback(() => {
    if (!stale.current) return
    stale.current = false
    void queries.invalidateQueries({ queryKey: ['feedback', slug] })
  }, [queries, slug])

  const undo = useCallback(
    async (changeId: string, ids: readonly string[]) => {
      const answer = await call(undoChange, { changeId })
      await refresh(ids, 'now')
      const left = [
        answer.skipped > 0 &&
          `${plural(answer.skipped, 'item was', 'items were')} changed by somebody else since then and stay as they are.`,
        answer.unassigned > 0 &&
          `${plural(answer.unassigned, 'item is', 'items are')} nobody’s now: who had ${answer.unassigned === 1 ? 'it' : 'them'} before has left.`,
      ].filter(Boolean)
      if (left.length > 0) toast({ message: left.join(' ') })
    },
    [refresh],
  )

  const apply = useCallback(
    async (ids: readonly string[], change: Change, says: { text: string; shown?: Partial<InboxRow> }) => {
      if (ids.length === 0) return
      const set = new Set(ids)
      const leaves = change.status !== undefined
      await halt(ids)
      patch(set, () => says.shown ?? {})
      try {
        // one after the other, so that each goes with the version the one before left behind
        const turn: Promise<Sent> = tail.current
          .catch(() => {})
          .then(async () => {
            const version = queries.getQueryData<InboxItem>(['item', slug, ids[0]!])?.version
            // as a mutation it waits in sight while there is no line, and goes out when there is
            const mutation = queries.getMutationCache().build<Sent, Error, void, unknown>(queries, {
              meta: { does: `${ids.length === 1 ? 'Item' : plural(ids.length, 'item')} ${says.text}` },
              mutationFn: () => send(ids, change, version),
            })
            const sent = await mutation.execute()
            await halt(ids)
            if (sent.item) patch(set, () => sent.item!)
            return sent
          })
        tail.current = turn
        const { changeId } = await turn
        const what = ids.length === 1 ? 'Item' : plural(ids.length, 'item')
        toast({ message: `${what} ${says.text}`, ...(changeId && { undo: () => undo(changeId, ids) }) })
        await refresh(ids, leaves ? 'now' : 'later')
      } catch (error) {
        await refresh(ids, 'now')
        if (error instanceof ApiError && error.status === 409) {
          toast({
            failed: true,
            message: 'Somebody else changed this item a moment ago. It is shown as it is now; decide again.',
          })
        } else toastError(error, 'Nothing was changed')
      }
    },
    [queries, slug, halt, patch, refresh, undo],
  )

  const accept = useCallback(
    async (item: InboxItem, fields: readonly SuggestedField[]) => {
      if (fields.length === 0) return
      try {
        const answer = await call(decideSuggestions, {
          feedbackId: item.id,
          accept: [...fields],
          seen: seenOf(item, fields),
          version: item.version,
        })
        patch(new Set([item.id]), () => answer.item)
        const changeId = answer.changeId
        toast({
          message: `${plural(fields.length, 'suggestion')} accepted`,
          ...(changeId && { undo: () => undo(changeId, [item.id]) }),
        })
        await refresh([item.id], 'later')
      } catch (error) {
        await refresh([item.id], 'now')
        toastError(error, 'The suggestions were not accepted')
      }
    },
    [patch, refresh, undo],
  )

  const refuse = useCallback(
    async (item: InboxItem, { field, label }: Suggestion) => {
      try {
        const answer = await call(decideSuggestions, {
          feedbackId: item.id,
          dismiss: [field],
          seen: seenOf(item, [field]),
        })
        patch(new Set([item.id]), () => answer.item)
        toast({ message: `“${label}” was not right here. The next suggestion knows.` })
        await refresh([item.id], 'later')
      } catch (error) {
        await refresh([item.id], 'now')
        toastError(error, 'Nothing was changed')
      }
    },
    [patch, refresh],
  )

  const read = useCallback(
    (ids: readonly string[], isRead = true) => {
      patch(new Set(ids), () => ({ isRead }))
      // who has read what is a convenience: a lost line costs nothing
      call(markRead, { ids: [...ids], isRead }).catch(() => {})
    },
    [patch],
  )

  return { apply, accept, refuse, read, moveOn, refresh }
}

/** What was on screen when somebody decided: should it be another by now, they look again. */
function seenOf(item: InboxItem, fields: readonly SuggestedField[]) {
  return Object.fromEntries(
    item.suggestions.filter((one) => fields.includes(one.field)).map((one) => [one.field, one.value]),
  )
}

interface Sent {
  changeId: string | null
  item?: InboxRow
}

/** One item goes with the version that was seen, several go together; both answer what can be undone. */
async function send(ids: readonly string[], change: Change, version: number | undefined): Promise<Sent> {
  if (ids.length === 1 && version !== undefined)
    return call(triageFeedback, { feedbackId: ids[0]!, change, version })
  const { id } = await call(bulkTriage, { ids: [...ids], change })
  return { changeId: id }
}
