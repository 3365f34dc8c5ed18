import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { countNotices, listNotices, type Notice, readNotices } from '#platform/notices/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { count, said } from '#platform/web/format.ts'
import { useGo, useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { Hang } from '#platform/web/overlays.tsx'

/** The bell: how many things one was told and has not read, and the newest of them. */
export function Bell() {
  const slug = useSlug()
  const [anchor, setAnchor] = useState<Element>()
  const unread = useQuery({
    queryKey: ['notices', slug, 'count'],
    queryFn: () => call(countNotices, {}),
    refetchInterval: 30_000,
    retry: false,
  })
  const number = unread.data?.unread ?? 0
  return (
    <>
      <button
        type="button"
        className="btn ghost icon relative"
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        aria-label={number > 0 ? `Notices, ${number} unread` : 'Notices'}
        onClick={(event) => setAnchor(anchor ? undefined : event.currentTarget)}
      >
        <Icon name="bell" />
        {number > 0 && (
          <span
            className={`num absolute -top-1 start-3.5 rounded-full bg-canvas px-0.5 text-2xs font-semibold ${unread.data?.urgent ? 'text-sla-late' : 'text-ink-2'}`}
            aria-hidden="true"
          >
            {number > 99 ? '99+' : count(number)}
          </span>
        )}
      </button>
      {anchor && (
        <Hang anchor={anchor} label="Notices" className="w-88" onClose={() => setAnchor(undefined)}>
          <NoticeList onClose={() => setAnchor(undefined)} />
        </Hang>
      )}
    </>
  )
}

function NoticeList({ onClose }: { onClose(): void }) {
  const slug = useSlug()
  const go = useGo()
  const queries = useQueryClient()
  const list = useQuery({
    queryKey: ['notices', slug, 'list'],
    queryFn: () => call(listNotices, { limit: 20 }),
  })
  const read = useMutation({
    mutationFn: (ids: string[] | undefined) => call(readNotices, ids ? { ids } : {}),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['notices', slug] }),
  })
  const rows = list.data?.data ?? []
  const open = (notice: Notice) => {
    if (!notice.readAt) read.mutate([notice.id])
    onClose()
    go(notice.link)
  }
  return (
    <div className="max-h-[70vh] overflow-auto p-1">
      <div className="row px-2 py-1.5">
        <h2 className="sec grow">Notices</h2>
        {rows.some((one) => !one.readAt) && (
          <Button kind="ghost" size="sm" busy={read.isPending} onClick={() => read.mutate(undefined)}>
            All read
          </Button>
        )}
      </div>
      {list.isError && (
        <p className="help px-2 py-2">The notices could not be loaded. Close and open the bell again.</p>
      )}
      {list.data && rows.length === 0 && (
        <p className="help px-2 py-2">
          Nothing yet. You are told when a case is yours, falls due or is late.
        </p>
      )}
      <ul>
        {rows.map((notice) => (
          <li key={notice.id}>
            <button
              type="button"
              className="opt h-auto! items-start! whitespace-normal py-1.5 text-start"
              onClick={() => open(notice)}
            >
              <span className="grow">
                <span className={notice.readAt ? 'text-ink-2' : 'font-semibold'}>{notice.text}</span>
                <span className="help block">{said(notice.createdAt)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
