import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeHook, type Hook, listHooks, listRefusals } from '#collect/inbound/contract.ts'
import { HookPanel } from '#collect/inbound/web/hook-panel.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { Switch } from '#platform/web/form.tsx'
import { dateTime, plural, said } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { toastError } from '#platform/web/toast.tsx'

/** Addresses to which chat and social tools post what was said there. */
export default function InboundSettings() {
  const slug = useSlug()
  const canManage = useCan('settings:manage')
  const [open, setOpen] = useState<Hook | 'new'>()
  const hooks = useQuery({ queryKey: ['inbound-hooks', slug], queryFn: () => call(listHooks, {}) })
  if (hooks.error)
    return (
      <Failed
        error={hooks.error}
        title="The webhooks could not be read"
        onRetry={() => void hooks.refetch()}
      />
    )
  if (!hooks.data) return <LoadingRows rows={3} />
  return (
    <div className="max-w-4xl py-4">
      <div className="row mb-3 gap-3">
        <p className="grow text-ink-2">
          A chat or social tool posts what was said there to an address of its own, signed. You say where in
          its JSON the words are.
        </p>
        {canManage && (
          <Button kind="primary" onClick={() => setOpen('new')}>
            Make a webhook
          </Button>
        )}
      </div>
      {hooks.data.data.length === 0 && (
        <Empty title="No webhook yet">Make one, and try its mapping on a sample first.</Empty>
      )}
      <ul aria-label="Webhooks">
        {hooks.data.data.map((hook) => (
          <Line key={hook.id} hook={hook} canManage={canManage} onChange={() => setOpen(hook)} />
        ))}
      </ul>
      {open && (
        <HookPanel
          key={open === 'new' ? 'new' : open.id}
          {...(open !== 'new' && { hook: open })}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}

function Line({ hook, canManage, onChange }: { hook: Hook; canManage: boolean; onChange(): void }) {
  const queries = useQueryClient()
  const toggle = useMutation({
    mutationFn: (isOn: boolean) => call(changeHook, { hookId: hook.id, isOn }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['inbound-hooks'] }),
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  return (
    <li className="grid gap-2 border-t border-line py-3">
      <div className="row flex-wrap gap-3">
        <span className="grow min-w-0">
          <span className={hook.isOn ? 'med' : 'muted'}>{hook.name}</span>
          <span className="help block">
            {[
              hook.takenAt ? `last taken ${said(hook.takenAt)}` : 'nothing taken yet',
              hook.unsignedCount > 0 &&
                `${plural(hook.unsignedCount, 'call')} not signed, the last ${said(hook.unsignedAt!)}`,
            ]
              .filter(Boolean)
              .join(', ')}
          </span>
        </span>
        {canManage && (
          <>
            <Switch label="On" checked={hook.isOn} onChange={(isOn) => toggle.mutate(isOn)} />
            <Button onClick={onChange}>Change</Button>
          </>
        )}
      </div>
      <div className="max-w-xl">
        <CopyLine text={hook.url} label={`Address of ${hook.name}`} />
      </div>
      {canManage && <Refusals hookId={hook.id} />}
    </li>
  )
}

function Refusals({ hookId }: { hookId: string }) {
  const slug = useSlug()
  const { data } = useQuery({
    queryKey: ['inbound-hooks', slug, 'refusals', hookId],
    queryFn: () => call(listRefusals, { hookId }),
  })
  if (!data || data.data.length === 0) return null
  return (
    <details>
      <summary className="cursor-pointer text-ink-2">
        {plural(data.data.length, 'call')} refused, the last {dateTime(data.data[0]!.at)}
      </summary>
      <ul>
        {data.data.map((one) => (
          <li key={one.id} className="border-t border-line py-2">
            <span className="block">
              {one.reason} <span className="muted num xs">{dateTime(one.at)}</span>
            </span>
            <code className="help block break-all">{one.body.slice(0, 400)}</code>
          </li>
        ))}
      </ul>
    </details>
  )
}
