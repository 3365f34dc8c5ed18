import { useMutation, useQueryClient } from '@tanstack/react-query'
import { assignSmsReply } from '#act/replies/contract.ts'
import { PickCase } from '#act/replies/web/pick-case.tsx'
import { call } from '#platform/web/api.ts'
import { useCan } from '#platform/web/session.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Puts a text message that waits on the case it answers. */
export default function ReplyOnCase({ replyId, contactId }: { replyId: string; contactId: string | null }) {
  const queries = useQueryClient()
  const put = useMutation({
    mutationFn: (caseId: string) => call(assignSmsReply, { replyId, caseId }),
    onSuccess: () => {
      for (const key of ['sms-replies', 'waiting', 'replies', 'case'])
        void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes(key) })
      toast({ message: 'It stands on the case now.' })
    },
    onError: (error) => toastError(error, 'The message still waits'),
  })
  if (!useCan('cases:write')) return null
  return (
    <PickCase contactId={contactId} size="sm" busy={put.isPending} onPick={(caseId) => put.mutate(caseId)} />
  )
}
