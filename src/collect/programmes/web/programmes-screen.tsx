import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeProgramme, listProgrammes, type Programme } from '#collect/programmes/contract.ts'
import { ProgrammeForm } from '#collect/programmes/web/programme-form.tsx'
import { nextWords, whenWords } from '#collect/programmes/web/programme-words.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Switch } from '#platform/web/form.tsx'
import { count } from '#platform/web/format.ts'
import { Door, Go, useGo } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The programmes: what sets each off, and when it asks next. */
export default function ProgrammesScreen() {
  const go = useGo()
  const canManage = useCan('surveys:manage')
  const [creating, setCreating] = useState(false)
  const query = usePages(['programmes'], (from, options) =>
    call(listProgrammes, { limit: 50, ...from }, options),
  )
  return (
    <>
      <TopBar title="Programmes">
        {canManage && (
          <Button kind="primary" icon="plus" onClick={() => setCreating(true)}>
            New programme
          </Button>
        )}
      </TopBar>
      <Content padded>
        {query.error ? (
          <Failed
            error={query.error}
            title="The programmes could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : query.isPending ? (
          <LoadingRows rows={4} />
        ) : query.rows.length === 0 ? (
          <Empty title="No programme yet">
            A programme sends a survey by itself: each quarter, after a ticket, two weeks after go-live.
          </Empty>
        ) : (
          <table className="tb max-w-6xl">
            <caption className="vh">Programmes</caption>
            <thead>
              <tr>
                <th scope="col">Programme</th>
                <th scope="col" className="max-phone:hidden">
                  What sets it off
                </th>
                <th scope="col" className="w-44 max-phone:w-28">
                  Asks next
                </th>
                <th scope="col" className="w-20 rt max-phone:hidden">
                  Asked
                </th>
                <th scope="col" className="w-24">
                  On
                </th>
              </tr>
            </thead>
            <tbody>
              {query.rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Go to={`programmes/${row.id}`} className="med cut block hover:underline">
                      {row.name}
                    </Go>
                    <span className="help cut block">{row.surveyName}</span>
                  </td>
                  <td className="text-ink-2 max-phone:hidden">{whenWords(row)}</td>
                  <td className="text-ink-2">{nextWords(row)}</td>
                  <td className="rt max-phone:hidden">
                    <Door to={`programmes/${row.id}?tab=runs`} className="num">
                      {count(row.asked)}
                    </Door>
                  </td>
                  <td>
                    <OnOff programme={row} canManage={canManage} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Pager
          hasMore={!!query.hasNextPage}
          loading={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
        />
      </Content>
      {creating && (
        <ProgrammeForm
          onClose={() => setCreating(false)}
          onSaved={(programme) => go(`programmes/${programme.id}`)}
        />
      )}
    </>
  )
}

/** The switch of a programme; one that goes out by a press has none. */
export function OnOff({ programme, canManage }: { programme: Programme; canManage: boolean }) {
  const queries = useQueryClient()
  const turn = useMutation({
    mutationFn: (isOn: boolean) => call(changeProgramme, { programmeId: programme.id, isOn }),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[0]).startsWith('programme'),
      })
      toast({
        message: saved.isOn
          ? `“${saved.name}” asks about what happens from now on.`
          : `“${saved.name}” is off. Nobody further is asked.`,
      })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  if (programme.trigger === 'by_hand') return <span className="muted">by hand</span>
  return (
    <Switch
      checked={programme.isOn}
      disabled={!canManage || turn.isPending}
      onChange={(next) => turn.mutate(next)}
      label={
        <>
          {programme.isOn ? 'On' : 'Off'}
          <span className="vh">: {programme.name}</span>
        </>
      }
    />
  )
}
