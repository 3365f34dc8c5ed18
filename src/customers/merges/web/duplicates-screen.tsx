import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type CustomerKind,
  type Duplicate,
  dismissDuplicate,
  listDuplicates,
  restoreDuplicate,
  type Side,
} from '#customers/merges/contract.ts'
import { MergePanel } from '#customers/merges/web/merge-panel.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { date, money } from '#platform/web/format.ts'
import { Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

const why = { domain: 'same domain', name: 'same name', email: 'same address', phone: 'same number' }

/** Pairs of accounts or contacts that look like one customer. */
export default function DuplicatesScreen() {
  const slug = useSlug()
  const queries = useQueryClient()
  const [search] = useAddress()
  const canWrite = useCan('accounts:write')
  const kind: CustomerKind = search.kind === 'contact' ? 'contact' : 'account'
  const [merging, setMerging] = useState<Duplicate>()
  const query = useInfiniteQuery({
    queryKey: ['duplicates', slug, kind],
    queryFn: ({ pageParam }) =>
      call(listDuplicates, { kind, limit: 50, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  })
  const rows = query.data?.pages.flatMap((page) => page.data) ?? []
  const refresh = () => queries.invalidateQueries({ queryKey: ['duplicates'] })
  const dismiss = useMutation({
    mutationFn: (duplicateId: string) => call(dismissDuplicate, { duplicateId }),
    onSuccess: async (_answer, duplicateId) => {
      await refresh()
      toast({
        message: 'The pair stays two customers and is not suggested again.',
        undo: async () => {
          await call(restoreDuplicate, { duplicateId })
          await refresh()
        },
      })
    },
    onError: (error) => toastError(error, 'The pair is still suggested'),
  })
  return (
    <>
      <TopBar title="Possible duplicates" crumbs={[{ label: 'Accounts', to: 'accounts' }]} />
      <Toolbar>
        <Tabs
          label="Kind"
          current={kind}
          tabs={[
            { key: 'account', label: 'Accounts', to: 'accounts/duplicates' },
            { key: 'contact', label: 'Contacts', to: 'accounts/duplicates', search: { kind: 'contact' } },
          ]}
        />
      </Toolbar>
      <Content>
        {query.error ? (
          <Failed
            error={query.error}
            title="The pairs could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : query.isPending ? (
          <LoadingRows />
        ) : rows.length === 0 ? (
          <Empty title={`No ${kind}s look alike`}>
            New ones are compared as they come in: by domain and name for accounts, by name and address for
            contacts.
          </Empty>
        ) : (
          <ul aria-label={`Pairs of ${kind}s`}>
            {rows.map((row) => (
              <li
                key={row.id}
                className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-5 py-2.5"
              >
                <SideView kind={kind} side={row.sides[0]} />
                <span className="tag line">{why[row.reason]}</span>
                <SideView kind={kind} side={row.sides[1]} />
                <span className="grow" />
                {canWrite && (
                  <>
                    <Button size="sm" icon="merge" onClick={() => setMerging(row)}>
                      Compare and merge
                    </Button>
                    <Button
                      size="sm"
                      kind="ghost"
                      busy={dismiss.isPending && dismiss.variables === row.id}
                      onClick={() => dismiss.mutate(row.id)}
                    >
                      Two customers
                    </Button>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
        <Pager
          hasMore={!!query.hasNextPage}
          loading={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
        />
      </Content>
      {merging && (
        <MergePanel
          kind={kind}
          id={merging.sides[0].id}
          label={merging.sides[0].label}
          otherId={merging.sides[1].id}
          onClose={() => setMerging(undefined)}
          onMerged={() => void refresh()}
        />
      )}
    </>
  )
}

function SideView({ kind, side }: { kind: CustomerKind; side: Side }) {
  return (
    <span className="w-64 min-w-0">
      <Go to={`${kind}s/${side.id}`} className="med cut block">
        {side.label}
      </Go>
      <span className="help cut block">
        {[
          side.detail,
          side.mrrCents !== null && money(side.mrrCents, side.currency ?? undefined),
          side.lastSeenAt ? `last heard ${date(side.lastSeenAt)}` : 'never heard',
        ]
          .filter(Boolean)
          .join(', ')}
      </span>
    </span>
  )
}
