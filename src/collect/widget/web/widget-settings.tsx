import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { listWidgetKeys } from '#collect/widget/contract.ts'
import { KeyEditor } from '#collect/widget/web/key-editor.tsx'
import { NewKey } from '#collect/widget/web/new-key.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { plural, said } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'

/** Widget keys, one per product: where they may be used, who may write, how the widget looks. */
export default function WidgetSettings() {
  const slug = useSlug()
  const queries = useQueryClient()
  const canManage = useCan('widget:manage')
  const queryKey = ['widget-keys', slug]
  const keys = useQuery({ queryKey, queryFn: () => call(listWidgetKeys, {}) })
  const [chosen, choose] = useState<string>()
  const [making, setMaking] = useState(false)
  const reload = () => queries.invalidateQueries({ queryKey })
  if (keys.error) return <Failed error={keys.error} title="Widget" onRetry={() => void keys.refetch()} />
  if (!keys.data) return <LoadingRows rows={3} />
  const { data: list, scriptUrl, demoUrl } = keys.data
  const current = list.find((key) => key.id === chosen) ?? list.find((key) => key.isActive) ?? list[0]
  return (
    <div className="py-4">
      <div className="row mb-3 max-w-4xl">
        <p className="grow text-ink-2">
          Customers report bugs, ask for features and give feedback from inside your product. One key per
          product.
        </p>
        {canManage && (
          <Button kind="primary" onClick={() => setMaking(true)}>
            Make a key
          </Button>
        )}
      </div>
      {list.length === 0 && (
        <Empty title="No widget key yet">
          Make a key for a product, then copy one script tag into its pages.
        </Empty>
      )}
      {list.length > 1 && (
        <ul className="max-w-4xl" aria-label="Widget keys">
          {list.map((key) => (
            <li key={key.id} className="border-t border-line">
              <button
                type="button"
                aria-pressed={key.id === current?.id}
                className="flex w-full items-center gap-3 rounded-2 px-2 py-2.5 text-start hover:bg-hover aria-pressed:bg-active"
                onClick={() => choose(key.id)}
              >
                <span className="grow">
                  <span className={key.isActive ? 'med' : 'muted'}>{key.product}</span>{' '}
                  {!key.isActive && <span className="muted">switched off</span>}
                  <span className="help block">
                    {key.origins.length > 0 ? key.origins.join(', ') : 'no pages allowed yet'}
                  </span>
                </span>
                <span className="help num text-end">
                  {plural(key.submissions, 'item')}
                  <br />
                  {key.lastUsedAt ? `last ${said(key.lastUsedAt)}` : 'not used yet'}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {current && (
        <KeyEditor
          key={current.id}
          widget={current}
          scriptUrl={scriptUrl}
          demoUrl={demoUrl}
          canManage={canManage}
          onChanged={reload}
        />
      )}
      <SidePanel open={making} onClose={() => setMaking(false)} title="Make a widget key">
        <NewKey
          onDone={async (id) => {
            setMaking(false)
            await reload()
            choose(id)
          }}
        />
      </SidePanel>
    </div>
  )
}
