import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { updateWidgetKey, type WidgetKey } from '#collect/widget/contract.ts'
import { Look } from '#collect/widget/web/look.tsx'
import { Origins } from '#collect/widget/web/origins.tsx'
import { Secret } from '#collect/widget/web/secret.tsx'
import { Snippet } from '#collect/widget/web/snippet.tsx'
import type { Call } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { Switch } from '#platform/web/form.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

export type Change = Omit<Call<typeof updateWidgetKey>, 'keyId'>

interface Props {
  widget: WidgetKey
  scriptUrl: string
  demoUrl: string
  canManage: boolean
  onChanged(): Promise<unknown>
}

/** Everything about one key. Each change is saved at once and can be undone. */
export function KeyEditor({ widget, scriptUrl, demoUrl, canManage, onChanged }: Props) {
  const [ending, setEnding] = useState(false)
  const change = useMutation({
    mutationFn: (next: Change & { said: string }) => {
      const { said: _said, ...fields } = next
      return call(updateWidgetKey, { keyId: widget.id, ...fields })
    },
    onSuccess: async (_answer, { said, ...fields }) => {
      const before = Object.fromEntries(
        Object.keys(fields).map((name) => [name, widget[name as keyof WidgetKey]]),
      ) as Change
      await onChanged()
      toast({
        message: said,
        undo: async () => {
          await call(updateWidgetKey, { keyId: widget.id, ...before })
          await onChanged()
        },
      })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  const save = (fields: Change, said: string) => change.mutate({ ...fields, said })
  const lock = !canManage || change.isPending
  return (
    <div>
      <Setting
        title={`${widget.product} on your pages`}
        text="One script tag before the end of the body. It loads after your page and sets no cookies."
      >
        <Snippet widget={widget} scriptUrl={scriptUrl} demoUrl={demoUrl} />
      </Setting>
      <Setting
        title="Allowed pages"
        text="Only pages of these origins may use the key. https://*.example.com stands for every subdomain."
      >
        <Origins
          origins={widget.origins}
          disabled={lock}
          onSave={(origins, said) => save({ origins }, said)}
          error={change.error}
        />
      </Setting>
      <Setting
        title="Who may write"
        text="People your server has signed in are verified. Others are strangers, or say who they are without proof."
      >
        <Switch
          label="Anonymous feedback is taken"
          checked={widget.anonymousAllowed && !widget.verifiedOnly}
          disabled={lock || widget.verifiedOnly}
          onChange={(anonymousAllowed) =>
            save(
              { anonymousAllowed },
              anonymousAllowed ? 'Anonymous feedback is taken.' : 'Anonymous feedback is refused.',
            )
          }
        />
        <Switch
          label="Verified people only"
          checked={widget.verifiedOnly}
          disabled={lock}
          onChange={(verifiedOnly) =>
            save(
              { verifiedOnly },
              verifiedOnly ? 'Only verified people can write.' : 'Unverified people can write.',
            )
          }
        />
        <Switch
          label="Offer it on the demo page"
          checked={widget.onDemoPage}
          disabled={lock}
          onChange={(onDemoPage) =>
            save(
              { onDemoPage },
              onDemoPage ? 'The demo page can use this key.' : 'The demo page cannot use this key.',
            )
          }
        />
        <p className="help">
          There, anybody can write as the invented Robin Vale. Switch it off when you have seen it.
        </p>
      </Setting>
      <Secret widget={widget} disabled={!canManage} onChanged={onChanged} />
      <Look widget={widget} disabled={lock} onSave={save} />
      <Setting
        title={widget.isActive ? 'Switch off' : 'Switched off'}
        text="The widget disappears from your pages; what was sent stays."
      >
        <div>
          {widget.isActive ? (
            <Button kind="danger" disabled={lock} onClick={() => setEnding(true)}>
              Switch off {widget.product}
            </Button>
          ) : (
            <Button
              disabled={lock}
              onClick={() => save({ isActive: true }, `The key of ${widget.product} works again.`)}
            >
              Switch on again
            </Button>
          )}
        </div>
      </Setting>
      <Dialog
        open={ending}
        onClose={() => setEnding(false)}
        title={`Switch off the widget of ${widget.product}`}
        description="Its pages show no widget any more, and answers that wait on people’s devices are refused. It can be switched on again."
        footer={
          <>
            <Button onClick={() => setEnding(false)}>Keep it on</Button>
            <Button
              kind="danger"
              onClick={() => {
                setEnding(false)
                save({ isActive: false }, `The key of ${widget.product} is switched off.`)
              }}
            >
              Switch off
            </Button>
          </>
        }
      />
    </div>
  )
}
