import { useMutation, useQueryClient } from '@tanstack/react-query'
import { decideOldMails } from '#platform/mail/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Mail that waited too long for a mail server: a person decides, because the words may be out of date. */
export function OldMails({ count }: { count: number }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const decide = useMutation({
    mutationFn: (decision: 'send' | 'drop') => call(decideOldMails, { decision }),
    onSuccess: async (done, decision) => {
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[0]).startsWith('mail') && queryKey[1] === slug,
      })
      toast({
        message:
          decision === 'send'
            ? `${plural(done.count, 'mail')} will be sent now.`
            : `${plural(done.count, 'mail')} will not be sent.`,
      })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  return (
    <div className="al flex-wrap border-b border-line px-5 py-2.5" role="status">
      <Icon name="warning" />
      <span className="grow">
        {plural(count, 'mail')} waited more than 3 days and may be out of date. Should{' '}
        {count === 1 ? 'it' : 'they'} still go out?
      </span>
      <Button busy={decide.isPending} onClick={() => decide.mutate('drop')}>
        Do not send
      </Button>
      <Button busy={decide.isPending} onClick={() => decide.mutate('send')}>
        Send {plural(count, 'mail')}
      </Button>
    </div>
  )
}
