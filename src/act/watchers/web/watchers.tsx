import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listWatchers, watchCase } from '#act/watchers/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Who follows the case, and the way to follow it oneself. */
export function CaseWatchers({ caseId }: { caseId: string }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const key = ['case', slug, caseId, 'watchers']
  const { data } = useQuery({ queryKey: key, queryFn: () => call(listWatchers, { caseId }) })
  const watch = useMutation({
    mutationFn: (isWatching: boolean) => call(watchCase, { caseId, isWatching }),
    onSuccess: (now) => {
      queries.setQueryData(key, now)
      toast({ message: now.isMine ? 'You are told of what happens here.' : 'You are told no more.' })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  const toggle = () => data && watch.mutate(!data.isMine)
  useKeys({ w: { run: toggle, label: 'Follow, or no longer', group: 'Case' } }, { enabled: !!data })
  if (!data) return null
  return (
    <section>
      <div className="row">
        <h2 className="sec grow">Followed by</h2>
        <Button kind="ghost" keys="w" busy={watch.isPending} aria-pressed={data.isMine} onClick={toggle}>
          {data.isMine ? 'Stop following' : 'Follow'}
        </Button>
      </div>
      <p className={data.data.length > 0 ? 'mt-1' : 'help mt-1'}>
        {data.data.length > 0
          ? data.data.map((one) => one.name).join(', ')
          : 'Nobody yet. Whoever is mentioned in a note follows too.'}
      </p>
    </section>
  )
}
