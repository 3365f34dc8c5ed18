import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { putCauses } from '#act/outcomes/contract.ts'
import { useCauses } from '#act/outcomes/web/outcome-fields.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextArea } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** The causes that people choose from when a case ends. */
export default function CauseSettings() {
  const causes = useCauses()
  if (causes.error)
    return (
      <Failed
        error={causes.error}
        title="The causes could not be read"
        onRetry={() => void causes.refetch()}
      />
    )
  if (!causes.data) return <LoadingRows />
  return <Causes now={causes.data.causes} />
}

function Causes({ now }: { now: readonly string[] }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canChange = useCan('settings:manage')
  const [text, setText] = useState(now.join('\n'))
  const list = text.split('\n').flatMap((line) => line.trim() || [])
  const save = useMutation({
    mutationFn: () => call(putCauses, { causes: list }),
    onSuccess: (saved) => {
      queries.setQueryData(['case-causes', slug], saved)
      toast({ message: `${plural(saved.causes.length, 'cause')} kept.` })
    },
    onError: (error) => toastError(error, 'The causes were not saved'),
  })
  return (
    <Setting
      title="Causes of cases"
      text="Whoever ends a case chooses one and may add words of their own. Cases can be filtered by it."
    >
      <Field label="One cause a line" help="Cases keep the cause they have when it is taken off the list.">
        <TextArea
          rows={10}
          value={text}
          disabled={!canChange}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      {canChange && (
        <div className="row">
          <Button kind="primary" busy={save.isPending} onClick={() => save.mutate()}>
            Save
          </Button>
        </div>
      )}
    </Setting>
  )
}
