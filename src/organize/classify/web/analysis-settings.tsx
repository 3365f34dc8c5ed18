import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getIntake, type IntakeSettings, putIntake } from '#collect/feedback/contract.ts'
import {
  type AutoAccept,
  getAccuracy,
  getAutoAccept,
  getLearned,
  getNegativeNotices,
  type NegativeNotices,
  putAutoAccept,
  putNegativeNotices,
} from '#organize/classify/contract.ts'
import { AccuracyTable } from '#organize/classify/web/accuracy-table.tsx'
import { LearnedWords } from '#organize/classify/web/learned-words.tsx'
import { Levels } from '#organize/classify/web/levels.tsx'
import { ResetLearned } from '#organize/classify/web/reset-learned.tsx'
import { call } from '#platform/web/api.ts'
import { Switch } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** How well suggestions do here, what they learned, what counts by itself, and what happens to what comes in. */
export default function AnalysisSettings() {
  const slug = useSlug()
  const canManage = useCan('settings:manage')
  const key = (name: string) => ['analysis', slug, name]
  const queries = useQueryClient()
  const accuracy = useQuery({ queryKey: key('accuracy'), queryFn: () => call(getAccuracy, {}) })
  const learned = useQuery({ queryKey: key('learned'), queryFn: () => call(getLearned, {}) })
  const levels = useQuery({ queryKey: key('levels'), queryFn: () => call(getAutoAccept, {}) })
  const notices = useQuery({ queryKey: key('notices'), queryFn: () => call(getNegativeNotices, {}) })
  const intake = useQuery({ queryKey: key('intake'), queryFn: () => call(getIntake, {}) })
  const saved = (name: string) => (kept: unknown) => {
    queries.setQueryData(key(name), kept)
    toast({ message: 'Kept.' })
  }
  const onError = (error: unknown) => toastError(error, 'Nothing was changed')
  const putLevels = useMutation({
    mutationFn: (next: AutoAccept) => call(putAutoAccept, next),
    onSuccess: saved('levels'),
    onError,
  })
  const putNotices = useMutation({
    mutationFn: (next: NegativeNotices) => call(putNegativeNotices, next),
    onSuccess: saved('notices'),
    onError,
  })
  const putMasking = useMutation({
    mutationFn: (next: IntakeSettings) => call(putIntake, next),
    onSuccess: saved('intake'),
    onError,
  })
  const failed = [accuracy, learned, levels, notices, intake].find((query) => query.error)
  if (failed)
    return (
      <Failed
        error={failed.error!}
        title="The analysis could not be read"
        onRetry={() => void queries.invalidateQueries({ queryKey: ['analysis', slug] })}
      />
    )
  if (!accuracy.data || !learned.data || !levels.data || !notices.data || !intake.data) return <LoadingRows />
  return (
    <>
      <Setting
        title="How well suggestions do here"
        text="By what your team decided on the last 5,000 items. Kept is the share of suggestions that people left as they were; found is the share of what people chose that had been suggested."
      >
        <AccuracyTable rows={accuracy.data.data} />
      </Setting>
      <Setting
        title="What was learned"
        text="Every decision in the inbox teaches: the next suggestion knows it. These are the words it comes down to. Remove one that misleads."
      >
        <LearnedWords
          values={learned.data.data}
          onChanged={() => queries.invalidateQueries({ queryKey: ['analysis', slug] })}
        />
        {canManage && learned.data.data.length > 0 && (
          <ResetLearned onDone={() => queries.invalidateQueries({ queryKey: ['analysis', slug] })} />
        )}
        <p className="help wrap-anywhere">
          Model {learned.data.model}. It runs on this server; nothing is sent anywhere.
        </p>
      </Setting>
      <Setting
        title="Without a person"
        text="A suggestion as sure as this counts at once, and can be changed like any other. Off until you switch it on."
      >
        <Levels levels={levels.data} disabled={!canManage} onChange={(next) => putLevels.mutate(next)} />
      </Setting>
      <Setting
        title="Negative answers"
        text="A low rating, a detractor, a disagreement, “not helpful”, or clearly negative words. They are marked in the inbox in any case."
      >
        <Switch
          checked={notices.data.isOn}
          disabled={!canManage}
          label="Tell owners, admins and managers"
          onChange={(isOn) => putNotices.mutate({ isOn })}
        />
        <p className="help">
          In the bell at once and in the daily mail, each as they chose. Never for history.
        </p>
      </Setting>
      <Setting
        title="Card numbers"
        text="Hidden but for the last four digits before anything is stored, whichever way it comes in."
      >
        <Switch
          checked={intake.data.masksCards}
          disabled={!canManage}
          label="Mask card numbers"
          onChange={(masksCards) => putMasking.mutate({ masksCards })}
        />
        <p className="help">What is stored already stays as it is.</p>
      </Setting>
      <Slot name="settings.analysis" />
    </>
  )
}
