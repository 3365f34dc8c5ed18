import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { rotateWidgetSecret, type WidgetKey } from '#collect/widget/contract.ts'
import { ShownOnce } from '#collect/widget/web/new-key.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { Radio } from '#platform/web/form.tsx'
import { dateTime } from '#platform/web/format.ts'
import { Setting } from '#platform/web/setting.tsx'
import { toastError } from '#platform/web/toast.tsx'

/** The signing secret: since when, how long the old one still holds, and a new one. */
export function Secret({
  widget,
  disabled,
  onChanged,
}: {
  widget: WidgetKey
  disabled: boolean
  onChanged(): Promise<unknown>
}) {
  const [open, setOpen] = useState(false)
  const [keepOldHours, setKeep] = useState(24)
  const rotate = useMutation({
    mutationFn: () => call(rotateWidgetSecret, { keyId: widget.id, keepOldHours }),
    onError: (error) => toastError(error, 'The secret was not changed'),
  })
  const close = async () => {
    setOpen(false)
    rotate.reset()
    await onChanged()
  }
  return (
    <Setting
      title="Signing secret"
      text="Your server signs a short-lived token with it, which proves who a person is."
    >
      <p>
        {widget.secretSetAt && `Set ${dateTime(widget.secretSetAt)}.`}{' '}
        {widget.oldSecretUntil && `The one before is taken until ${dateTime(widget.oldSecretUntil)}.`}
      </p>
      <div>
        <Button disabled={disabled} onClick={() => setOpen(true)}>
          Make a new secret
        </Button>
      </div>
      <Dialog
        open={open}
        onClose={() => void close()}
        title={rotate.data ? 'The new signing secret' : `New signing secret for ${widget.product}`}
        footer={
          rotate.data ? undefined : (
            <>
              <Button onClick={() => void close()}>Keep the old one</Button>
              <Button kind="primary" busy={rotate.isPending} onClick={() => rotate.mutate()}>
                Make a new secret
              </Button>
            </>
          )
        }
      >
        {rotate.data ? (
          <div className="mt-3">
            <ShownOnce secret={rotate.data.secret} onDone={() => void close()} />
          </div>
        ) : (
          <fieldset className="mt-3">
            <legend className="mb-1 font-medium">The old secret</legend>
            <Radio
              name="keep"
              label="is taken for 24 more hours"
              help="Time to change your servers one by one."
              checked={keepOldHours === 24}
              onChange={() => setKeep(24)}
            />
            <Radio
              name="keep"
              label="ends now"
              help="When it has leaked. Pages that use it cannot identify people until they have the new one."
              checked={keepOldHours === 0}
              onChange={() => setKeep(0)}
            />
          </fieldset>
        )}
      </Dialog>
    </Setting>
  )
}
