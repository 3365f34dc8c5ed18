import { useMutation } from '@tanstack/react-query'
import { type Absence, changeAbsence, endAbsence } from '#act/absences/contract.ts'
import { dayText, stepsText } from '#act/absences/rules.ts'
import { AbsenceForm } from '#act/absences/web/absence-form.tsx'
import { useAbsenceRefresh, useAbsences } from '#act/absences/web/use-absences.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Who is away and who covers: one's own absence, and for managers everybody's. */
export default function AbsencesSettings() {
  const { member } = useSession()
  const query = useAbsences()
  const canWrite = useCan('cases:write')
  const canManage = useCan('cases:manage')
  const absences = query.data?.data ?? []
  return (
    <>
      {canWrite && (
        <Setting
          title={canManage ? 'Enter an absence' : 'Your absence'}
          text="Steps that fall due while somebody is away go to the cover, else to somebody else in the same position, else to management. Nothing new is given to whoever is away."
        >
          <AbsenceForm canManage={canManage} />
        </Setting>
      )}
      <Setting title="Away now or soon" text="The cover sees what came to them on their day.">
        {query.isPending ? (
          <LoadingRows rows={2} />
        ) : query.isError && !query.data ? (
          <Failed
            error={query.error}
            title="The absences could not be loaded"
            onRetry={() => void query.refetch()}
          />
        ) : absences.length === 0 ? (
          <p className="help">Everybody is here, and no absence is entered.</p>
        ) : (
          <ul aria-label="Absences">
            {absences.map((one) => (
              <Line key={one.id} one={one} mayChange={canManage || one.member.id === member.id} />
            ))}
          </ul>
        )}
      </Setting>
    </>
  )
}

function Line({ one, mayChange }: { one: Absence; mayChange: boolean }) {
  const refresh = useAbsenceRefresh()
  const end = useMutation({
    mutationFn: () => call(endAbsence, { absenceId: one.id }),
    onSuccess: async () => {
      await refresh()
      toast({ message: one.isRunning ? `${one.member.name} is back.` : 'The absence is taken back.' })
    },
    onError: (error) => toastError(error, 'The absence stays as it was'),
  })
  const keep = useMutation({
    mutationFn: () => call(changeAbsence, { absenceId: one.id, comesBack: !one.comesBack }),
    onSuccess: refresh,
    onError: (error) => toastError(error, 'The absence stays as it was'),
  })
  const steps = one.isRunning
    ? one.stepsElsewhere > 0 && `${stepsText(one.stepsElsewhere)} with others`
    : one.stepsInside > 0 && `${stepsText(one.stepsInside)} due by then`
  return (
    <li className="row min-h-12 border-b border-line py-2">
      <Avatar name={one.member.name} size="lg" />
      <span className="grow min-w-0">
        <span className="row flex-wrap gap-x-2">
          <span className="med">{one.member.name}</span>
          {one.isRunning && <span className="tag">away now</span>}
        </span>
        <span className="help block">
          {dayText(one.from)} to {dayText(one.until)}
          {one.cover ? `, ${one.cover.name} covers` : ', nobody is named as cover'}
          {steps && `, ${steps}`}
          {one.comesBack ? ', steps come back' : ', steps stay with whoever has them'}
        </span>
      </span>
      {mayChange && (
        <Menu
          label={`More for the absence of ${one.member.name}`}
          trigger={
            <Button kind="ghost" icon="more" aria-label={`More for the absence of ${one.member.name}`} />
          }
          items={[
            {
              label: 'Steps come back at the end',
              checked: one.comesBack,
              onSelect: () => keep.mutate(),
            },
            'line',
            { label: one.isRunning ? 'Back already' : 'Take it back', onSelect: () => end.mutate() },
          ]}
        />
      )}
    </li>
  )
}
