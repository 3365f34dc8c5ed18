import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Case, getCase } from '#act/cases/contract.ts'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import { listMoments, type Moment, recordMoment } from '#act/moments/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { TextInput } from '#platform/web/form.tsx'
import { asField, dateTime } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'

/** The moments that steps are counted from and that nobody's step brings: recorded here, or dates of the account. */
export function CaseMoments({ one, canWrite }: { one: Case; canWrite: boolean }) {
  const slug = useSlug()
  const { data } = useQuery({
    queryKey: ['case-moments', slug, one.id, one.playbookVersion],
    queryFn: () => call(listMoments, { caseId: one.id }),
  })
  if (!data || data.data.length === 0) return null
  return (
    <section>
      <h2 className="sec">Moments</h2>
      <ul className="mt-1 flex flex-col gap-1.5">
        {data.data.map((moment) => (
          <li key={moment.name}>
            <MomentLine one={one} moment={moment} canWrite={canWrite} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function MomentLine({ one, moment, canWrite }: { one: Case; moment: Moment; canWrite: boolean }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const change = useCaseChange(one.id)
  const [at, setAt] = useState<string>()
  const name = moment.name.replaceAll('-', ' ')
  const save = () =>
    change.mutate(
      {
        run: async () => {
          const now = await call(recordMoment, {
            caseId: one.id,
            name: moment.name,
            at: new Date(at!).toISOString(),
          })
          queries.setQueryData(['case-moments', slug, one.id, one.playbookVersion], now)
          return call(getCase, { caseId: one.id })
        },
        failed: 'The moment was not recorded',
      },
      { onSuccess: () => setAt(undefined) },
    )
  return (
    <>
      <p className="row flex-wrap gap-x-2">
        <span className="med">{name.charAt(0).toUpperCase() + name.slice(1)}</span>
        <span className={moment.at ? 'num' : 'muted'}>
          {moment.at ? dateTime(moment.at) : 'has not happened'}
        </span>
        {moment.isOfAccount
          ? one.account && (
              <Go to={`accounts/${one.account.id}`} className="link">
                On the account
              </Go>
            )
          : canWrite &&
            at === undefined && (
              <Button kind="ghost" onClick={() => setAt(asField(Date.now()))}>
                {moment.at ? 'Correct' : 'Record'}
              </Button>
            )}
      </p>
      {moment.steps.length > 0 && <p className="help">Counted from it: {moment.steps.join(', ')}.</p>}
      {at !== undefined && (
        <div className="row mt-1 flex-wrap">
          <TextInput
            type="datetime-local"
            aria-label={`When: ${name}`}
            className="w-52"
            autoFocus
            value={at}
            onChange={(event) => setAt(event.target.value)}
          />
          <Button kind="primary" disabled={!at} busy={change.isPending} onClick={save}>
            Record
          </Button>
          <Button onClick={() => setAt(undefined)}>Cancel</Button>
        </div>
      )}
    </>
  )
}
