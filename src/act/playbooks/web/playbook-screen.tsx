import '#act/playbooks/web/playbook.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  checkText,
  enablePlaybook,
  getPlaybook,
  type PlaybookView,
  savePlaybook,
} from '#act/playbooks/contract.ts'
import { Difference } from '#act/playbooks/web/difference.tsx'
import { useDraft } from '#act/playbooks/web/draft.ts'
import { Drawn, Findings } from '#act/playbooks/web/drawn-steps.tsx'
import { PlaybookText } from '#act/playbooks/web/playbook-text.tsx'
import { ReviewBar } from '#act/playbooks/web/review-bar.tsx'
import { TryOut } from '#act/playbooks/web/try-out.tsx'
import { VersionBar } from '#act/playbooks/web/version-bar.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Select } from '#platform/web/form.tsx'
import { date, plural } from '#platform/web/format.ts'
import { useAddress, useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'
import { useSettled } from '#platform/web/use-settled.ts'

/** A playbook as its file and as it runs, side by side; managers write the next version here. */
export default function PlaybookScreen() {
  const key = useParam('key')
  const slug = useSlug()
  const queries = useQueryClient()
  const [address, setAddress] = useAddress()
  const canWrite = useCan('playbooks:write')
  const version = address.version
  const query = useQuery({
    queryKey: ['playbook', slug, key, version],
    queryFn: () => call(getPlaybook, { key, ...(version && { version }) }),
  })
  const data = query.data
  const go = useGo()
  const [text, setText] = useDraft(slug, key)
  const [hit, setHit] = useState<number>()
  const [isDifferent, setDifferent] = useState(false)
  const isEditing = text !== undefined
  const settled = useSettled(text)
  const checked = useQuery({
    queryKey: ['playbook-check', slug, settled],
    queryFn: () => call(checkText, { text: settled || ' ' }),
    enabled: isEditing && settled !== undefined,
    placeholderData: (before) => before,
  })
  const save = useMutation({
    mutationFn: (next: string) => call(savePlaybook, { key, text: next, basedOn: data!.latestVersion }),
    onSuccess: (saved) => {
      setText(undefined)
      setDifferent(false)
      const waits = saved.state === 'proposed'
      setAddress({ version: waits ? String(saved.version) : undefined })
      for (const name of ['playbook', 'playbooks']) void queries.invalidateQueries({ queryKey: [name, slug] })
      toast({
        message: waits
          ? `Version ${saved.version} waits for ${saved.approver?.replaceAll('-', ' ')}.`
          : `Version ${saved.version} is in effect. Running cases stay on theirs.`,
      })
    },
    onError: (error) => toastError(error, 'Not saved, the text is still here'),
  })
  const enable = useMutation({
    mutationFn: (isEnabled: boolean) => call(enablePlaybook, { key, isEnabled }),
    onSuccess: (row) => {
      void queries.invalidateQueries({ queryKey: ['playbook', slug] })
      toast({
        message: row.isEnabled
          ? 'On: new answers open cases.'
          : 'Off: no new case opens. Running cases go on.',
      })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  const crumbs = [{ label: 'Playbooks', to: 'playbooks' }]
  if (query.isError) {
    return (
      <>
        <TopBar title="Playbook" crumbs={crumbs} />
        <Failed
          error={query.error}
          title="The playbook could not be loaded"
          onRetry={() => void query.refetch()}
        />
      </>
    )
  }
  if (!data) {
    return (
      <>
        <TopBar title="Playbook" crumbs={crumbs} />
        <LoadingBlock height={420} label="Loading the playbook" />
      </>
    )
  }
  const findings = isEditing ? (checked.data?.findings ?? []) : data.findings
  const errors = findings.filter((one) => one.level === 'error').length
  const steps = isEditing && checked.data && errors === 0 ? checked.data.steps : data.steps
  const isCurrent = data.version === data.currentVersion
  return (
    <>
      <TopBar
        title={data.title}
        crumbs={crumbs}
        note={`version ${data.version}${isCurrent ? '' : `, in effect is ${data.currentVersion}`}${data.isEnabled ? '' : ', off'}. ${plural(data.openCases, 'case runs', 'cases run')} on it`}
      >
        <Select
          aria-label="Version"
          className="h-7 w-auto"
          value={String(data.version)}
          disabled={isEditing}
          options={data.versions.map((one) => ({
            value: String(one.version),
            label: versionLabel(one),
          }))}
          onChange={(event) =>
            setAddress({
              version: event.target.value === String(data.currentVersion) ? undefined : event.target.value,
            })
          }
        />
        <Button
          disabled={errors > 0}
          onClick={() =>
            go(`playbooks/${key}/simulate`, { search: { version: isCurrent ? undefined : version } })
          }
        >
          Simulate
        </Button>
        {canWrite && !isEditing && (
          <>
            <Button busy={enable.isPending} onClick={() => enable.mutate(!data.isEnabled)}>
              {data.isEnabled ? 'Switch off' : 'Switch on'}
            </Button>
            <Button
              kind="primary"
              onClick={() => {
                setDifferent(false)
                setText(data.text)
              }}
            >
              Edit
            </Button>
          </>
        )}
        {isEditing && (
          <>
            <Button onClick={() => setText(undefined)}>Discard</Button>
            <Button
              kind="primary"
              busy={save.isPending}
              disabled={errors > 0 || text === data.text}
              onClick={() => save.mutate(text)}
            >
              Save version {data.latestVersion + 1}
            </Button>
          </>
        )}
      </TopBar>
      {!isEditing && !isCurrent && (
        <VersionBar
          one={data}
          isDifferent={isDifferent}
          onDifference={() => setDifferent(!isDifferent)}
          onReturn={canWrite ? () => save.mutate(data.text) : undefined}
        />
      )}
      {!isEditing && isCurrent && <ReviewBar one={data} />}
      <div className="pbook">
        {isDifferent && !isCurrent ? (
          <Difference playbook={key} from={data.currentVersion} text={data.text} />
        ) : isEditing ? (
          <div className="file">
            <textarea
              className="source"
              aria-label={`${key}.yaml`}
              spellCheck={false}
              value={text}
              rows={text.split('\n').length + 2}
              onChange={(event) => setText(event.target.value)}
            />
          </div>
        ) : (
          <PlaybookText text={data.text} name={`${key}.yaml`} findings={findings} hit={hit} />
        )}
        <section className="drawn" aria-label="As it runs">
          <Findings findings={findings} isEditing={isEditing} onLine={setHit} />
          <Drawn when={data.when} lead={data.lead} late={data.late} steps={steps} onLine={setHit} />
          <TryOut
            playbook={key}
            text={isEditing && errors === 0 ? settled : isCurrent ? undefined : data.text}
          />
        </section>
      </div>
    </>
  )
}

const versionStates = {
  proposed: ', waits for approval',
  refused: ', refused',
  passed: ', never in effect',
  taken: '',
}

function versionLabel({
  version,
  savedAt,
  savedBy,
  origin,
  state,
}: PlaybookView['versions'][number]): string {
  const by = savedBy ? `, ${savedBy}` : origin === 'library' ? ', shipped' : ''
  return `Version ${version}, ${date(savedAt)}${by}${versionStates[state]}`
}
