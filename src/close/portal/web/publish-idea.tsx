import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PostedIdea } from '#close/portal/contract.ts'
import { longest } from '#close/portal/rules.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Radio, TextArea, TextInput } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toast } from '#platform/web/toast.tsx'
import { findSimilarRequests } from '#prioritize/requests/contract.ts'

type Choice = { requestId: string } | { title: string; text: string | null }

/** Publishes an idea in words of ours, or as a voice for a request that asks for the same. */
export function PublishIdea({
  idea,
  publish,
  onDone,
  onClose,
}: {
  idea: PostedIdea
  publish(choice: Choice): Promise<PostedIdea>
  onDone(): void
  onClose(): void
}) {
  const slug = useSlug()
  const [requestId, setRequestId] = useState('')
  const [title, setTitle] = useState(idea.title)
  const [text, setText] = useState(idea.text ?? '')
  const similar = useQuery({
    queryKey: ['similar-to-idea', slug, idea.id],
    queryFn: () => call(findSimilarRequests, { title: idea.title, problem: idea.text ?? '' }),
  })
  const save = useMutation({
    mutationFn: () => publish(requestId ? { requestId } : { title, text: text.trim() || null }),
    onSuccess: () => {
      onDone()
      toast({ message: requestId ? 'It counts for that request.' : 'Customers see it, with its first vote.' })
      onClose()
    },
  })
  const found = similar.data?.data ?? []
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Publish the idea"
      footer={
        <Button
          kind="primary"
          busy={save.isPending}
          disabled={!requestId && !title.trim()}
          onClick={() => save.mutate()}
        >
          Publish
        </Button>
      }
    >
      <div className="grid gap-3.5">
        {found.length > 0 && (
          <fieldset className="grid gap-1">
            <legend className="xs muted">Does it ask for one of these?</legend>
            <Radio
              name="into"
              label="No, it is a new request"
              checked={requestId === ''}
              onChange={() => setRequestId('')}
            />
            {found.map((one) => (
              <Radio
                key={one.id}
                name="into"
                label={one.title}
                help={plural(one.accounts, 'account')}
                checked={requestId === one.id}
                onChange={() => setRequestId(one.id)}
              />
            ))}
          </fieldset>
        )}
        {requestId === '' && (
          <>
            <Field label="Title" help="For everybody who sees the portal.">
              <TextInput
                maxLength={longest.title}
                value={title}
                onChange={(event) => setTitle(event.target.value)}
              />
            </Field>
            <Field label="Text" optional>
              <TextArea
                rows={5}
                maxLength={longest.text}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            </Field>
          </>
        )}
        {save.error && (
          <p className="text-sla-late" role="alert">
            {save.error.message}
          </p>
        )}
      </div>
    </SidePanel>
  )
}
