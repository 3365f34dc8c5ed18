import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { removeDemo } from '#app/demo/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Takes the demo out of the workspace; members, settings and keys stay. */
export function RemoveDemo() {
  const canRemove = useCan('settings:manage')
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => call(removeDemo, {}),
    onSuccess: async () => {
      setAsking(false)
      await queries.invalidateQueries()
      toast({ message: 'The demo is gone. This is an empty workspace now.' })
    },
    onError: (error) => toastError(error, 'The demo is still here'),
  })
  return (
    <Setting title="Demo" text="Everything in this workspace is invented. Nothing of it leaves the outbox.">
      <div>
        <Button disabled={!canRemove} onClick={() => setAsking(true)}>
          Remove the demo
        </Button>
        {!canRemove && <p className="help mt-1">An admin or owner can do this.</p>}
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Remove the demo and everything else in this workspace"
        description="All accounts, contacts, feedback, surveys and cases go, also those you added yourself. Members, settings and API keys stay. This cannot be undone."
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
              Remove everything
            </Button>
          </>
        }
      />
    </Setting>
  )
}
